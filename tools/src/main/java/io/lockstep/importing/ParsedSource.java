package io.lockstep.importing;

import java.util.ArrayList;
import java.util.List;

/** The content of a folder, collected while a format reads it. */
final class ParsedSource {
  private final List<ForeignMigration> migrations = new ArrayList<>();
  private final List<OutputFile> files = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  /** Adds a migration, in the order in which the tool applies them. */
  void add(ForeignMigration migration) {
    migrations.add(migration);
  }

  /** Adds a file that keeps its name. */
  void add(OutputFile file) {
    files.add(file);
  }

  void add(Note note) {
    notes.add(note);
  }

  /**
   * The undo script of a migration, as in its file. An empty one counts, too, as in the tool, but
   * the user may have forgotten to write it.
   */
  ForeignScript undo(String file, ForeignScript script) {
    if (script.isEmpty()) {
      add(
          Note.fact(
              file,
              "its down has no statement, so a rollback takes nothing back",
              "If it can't be taken back, delete the U file and say \"-- lockstep: irreversible\" on top of the V file."));
    }
    return script;
  }

  List<ForeignMigration> migrations() {
    return migrations;
  }

  List<OutputFile> files() {
    return files;
  }

  List<Note> notes() {
    return notes;
  }
}
