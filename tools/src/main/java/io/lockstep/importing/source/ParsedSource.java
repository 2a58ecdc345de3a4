package io.lockstep.importing.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The content of a folder, collected while a format reads it. */
public final class ParsedSource {
  private final List<ForeignMigration> migrations = new ArrayList<>();
  private final Map<String, ForeignScript> kept = new LinkedHashMap<>();
  private final Set<String> keptOutside = new HashSet<>();
  private final List<Note> notes = new ArrayList<>();

  /** Adds a migration, in the order in which the tool applies them. */
  public void add(ForeignMigration migration) {
    migrations.add(migration);
  }

  /** Adds a file that keeps its name and its text. */
  public void keep(SourceFile file, String text) {
    kept.put(file.name(), ForeignScript.of(text));
  }

  /** Says of a file that it runs outside a transaction, as another file beside it says. */
  public void keepOutside(String name) {
    keptOutside.add(name);
  }

  /** True if that was said of this file. */
  public boolean isKeptOutside(String name) {
    return keptOutside.contains(name);
  }

  /** Adds a file of ours, which no file of the tool's is like. */
  public void keep(String name, String text) {
    kept.put(name, ForeignScript.of(text));
  }

  /** Adds a note for the user. */
  public void add(Note note) {
    notes.add(note);
  }

  /**
   * The undo script of a migration, as in its file. An empty one counts, too, as in the tool, but
   * the user may have forgotten to write it.
   */
  public ForeignScript undo(String file, ForeignScript script) {
    if (script.isEmpty()) {
      add(
          Note.fact(
              file,
              "its down has no statement, so a rollback takes nothing back",
              "If it can't be taken back, delete the U file and write \"-- lockstep: irreversible\" on top of the V file."));
    }
    return script;
  }

  /** The migrations, which get a name of ours. */
  public List<ForeignMigration> migrations() {
    return migrations;
  }

  /** The files that keep their names, by name. */
  public Map<String, ForeignScript> kept() {
    return kept;
  }

  /** The notes, in the order in which they were found. */
  public List<Note> notes() {
    return notes;
  }
}
