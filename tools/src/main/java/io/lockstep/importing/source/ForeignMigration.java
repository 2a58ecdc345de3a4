package io.lockstep.importing.source;

import io.lockstep.targets.Version;
import java.util.Optional;

/**
 * One migration as another tool has it.
 *
 * @param source its file, or file and change set
 * @param version the tool's version, if that may serve as one here
 * @param name its description, in the tool's spelling
 * @param fullName the same with the tool's identifier, for a file that has another version
 * @param up the script that applies it
 * @param down the script that takes it back
 */
public record ForeignMigration(
    String source,
    Optional<Version> version,
    String name,
    String fullName,
    ForeignScript up,
    Optional<ForeignScript> down) {}
