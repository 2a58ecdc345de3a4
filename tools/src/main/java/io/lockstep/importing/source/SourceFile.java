package io.lockstep.importing.source;

import io.lockstep.catalog.Script;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of the other tool's.
 *
 * @param name its path below the folder, with slashes
 * @param path the file to read
 */
public record SourceFile(String name, Path path) {
  /** The name without folders. */
  public String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Accepts upper and lower case: a file that a format can't name is noted, not skipped. */
  public boolean isSql() {
    return name.toLowerCase(Locale.ROOT).endsWith(".sql");
  }

  /**
   * Its text, without a byte order mark.
   *
   * @throws io.lockstep.LockstepException if it can't be read or is not UTF-8
   */
  public String read() {
    return Script.plain(name, path).read();
  }
}
