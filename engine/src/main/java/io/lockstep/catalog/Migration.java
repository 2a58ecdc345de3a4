package io.lockstep.catalog;

import io.lockstep.LockstepException;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.targets.Version;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One version of an app on disk.
 *
 * @param version its version
 * @param description the words of its file name
 * @param script the script that applies it
 * @param undo the script that takes it back, if there is such a file
 * @param baseline true if it stands for all versions up to its own ({@code B5__a.sql})
 */
public record Migration(
    Version version, String description, Script script, Optional<Script> undo, boolean baseline) {
  /** Its script, and the one that takes it back. */
  Stream<Script> scripts() {
    return Stream.concat(Stream.of(script), undo.stream());
  }

  /** This migration with its app's placeholders as they are now. */
  Migration with(Placeholders now) {
    return new Migration(
        version, description, script.with(now), undo.map(file -> file.with(now)), baseline);
  }

  /**
   * True if its script declares that it is meant to have no undo script, as no baseline script has
   * one. Reads the file.
   */
  public boolean isIrreversible() {
    return baseline || Directives.read(script, script.read()).irreversible();
  }

  /**
   * True if its script declares that the application's previous version can't work after it. Reads
   * the file.
   */
  public boolean isContract() {
    return !baseline && Directives.read(script, script.readToRun()).contract();
  }

  /** The same for who only looks: false if that can't be read, which a plan refuses. */
  public boolean isReadableContract() {
    try {
      return !baseline && Directives.read(script, script.head()).contract();
    } catch (LockstepException unreadable) {
      return false;
    }
  }
}
