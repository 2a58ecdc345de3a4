package io.lockstep.importing;

import java.util.ArrayList;
import java.util.List;

/** What a format finds in a folder, collected while it reads. */
final class ParsedSource {
  private final List<ForeignMigration> migrations = new ArrayList<>();
  private final List<OutputFile> files = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  /** A migration, in the order in which the tool applies it. */
  void add(ForeignMigration migration) {
    migrations.add(migration);
  }

  /** A file that keeps its name. */
  void add(OutputFile file) {
    files.add(file);
  }

  void add(Note note) {
    notes.add(note);
  }

  /**
   * What takes a migration back, as its file says; what does nothing is an undo as well, as it is
   * for the tool, but may have been forgotten.
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
