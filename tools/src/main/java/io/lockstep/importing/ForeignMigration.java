package io.lockstep.importing;

import io.lockstep.targets.Version;
import java.util.Optional;

/**
 * One migration as another tool has it.
 *
 * @param source its file, or file and change set
 * @param version what the tool calls it, if that may serve as a version
 * @param name what it does, in the tool's spelling
 * @param fullName the same with what the tool knows it by, for a file whose version is another
 * @param up what applies it
 * @param down what takes it back
 */
record ForeignMigration(
    String source,
    Optional<Version> version,
    String name,
    String fullName,
    ForeignScript up,
    Optional<ForeignScript> down) {}
