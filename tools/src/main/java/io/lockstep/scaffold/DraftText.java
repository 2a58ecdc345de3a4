package io.lockstep.scaffold;

import io.lockstep.catalog.Directives;
import io.lockstep.targets.AppName;

/**
 * The texts of the two files. Only their first line is a directive: the ones in the comment below
 * it are not at a place where Lockstep looks for them.
 */
record DraftText(AppName app, NextMigrationFile place, String title, String words) {
  String script() {
    return """
        %s
        -- %s %s: %s
        --
        -- Write the statements at the end of this file, and what takes them back into %s.
        -- Then delete the first line of both: while it is there, no plan takes this migration.
        --
        -- Lines that may take its place, if they are true (each begins with two dashes and one blank):
        --   "-- lockstep: requires APP VERSION"    APP must be at VERSION or later, and can't go below while this is applied
        --   "-- lockstep: no-transaction"          for CREATE INDEX CONCURRENTLY, VACUUM and the like
        --   "-- lockstep: irreversible"            has no undo script (delete it), and is not meant to have one
        --
        -- Try it before production: ./lockstep rehearse "%s %s"

        """
        .formatted(
            Directives.DRAFT,
            app,
            place.version(),
            words,
            place.undo(title),
            app,
            place.version().replace('_', '.'));
  }

  String undo() {
    return """
        %s
        -- %s %s, taken back: %s
        --
        -- Must be the inverse of %s: after it the schema is as before.
        -- The database stores this script when the migration is applied, and runs what it has stored.
        --
        -- Write the statements below, in the opposite order, and delete the first line.

        """
        .formatted(Directives.DRAFT, app, place.version(), words, place.script(title));
  }
}
