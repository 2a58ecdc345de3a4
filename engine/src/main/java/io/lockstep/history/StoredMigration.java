package io.lockstep.history;

import io.lockstep.catalog.Requirement;
import java.util.List;
import java.util.Optional;

/**
 * What the database keeps of an applied migration, so that any image can take it back (rule 4).
 *
 * @param requires the other apps' versions it needs
 * @param undo its undo script, if there was one
 */
public record StoredMigration(List<Requirement> requires, Optional<StoredUndo> undo) {}
