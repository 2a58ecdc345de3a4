package io.lockstep.catalog;

import io.lockstep.targets.Version;
import java.util.Optional;

/**
 * One version of an app on disk.
 *
 * @param version its version
 * @param description the words of its file name
 * @param script what applies it
 * @param undo what takes it back, if there is such a file
 */
public record Migration(Version version, String description, Script script, Optional<Script> undo) {
  /** Whether its script says that it is meant to have no undo script. Reads the file. */
  public boolean isIrreversible() {
    return Directives.read(script, script.read()).irreversible();
  }
}
