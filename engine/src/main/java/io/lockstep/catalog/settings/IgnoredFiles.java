package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * The files of an app's folder that are none of its scripts: {@code files.ignore=rollback/**,
 * *.seed.sql}. A pattern without a slash is one of names, in whatever folder; one with a slash is
 * one of paths.
 */
public final class IgnoredFiles {
  static final String KEY = "files.ignore";

  /** None. */
  static final IgnoredFiles NONE = new IgnoredFiles(List.of(), List.of());

  private final List<PathMatcher> names;
  private final List<PathMatcher> paths;

  private IgnoredFiles(List<PathMatcher> names, List<PathMatcher> paths) {
    this.names = names;
    this.paths = paths;
  }

  /**
   * Reads the patterns.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) with the line of a bad pattern
   */
  static IgnoredFiles read(SettingsFile file) throws IOException {
    List<PathMatcher> names = new ArrayList<>();
    List<PathMatcher> paths = new ArrayList<>();
    for (String pattern : file.listed(KEY)) {
      String whole = pattern.endsWith("/") ? pattern + "**" : pattern;
      try {
        if (whole.contains("/")) {
          paths.add(glob(whole.replaceFirst("^/", "")));
        } else {
          names.add(glob(whole));
        }
        if (whole.startsWith("**/")) { // any folder may be none
          paths.add(glob(whole.substring("**/".length())));
        }
      } catch (PatternSyntaxException bad) {
        throw file.refused(
                KEY,
                pattern,
                "that is no pattern: " + bad.getDescription(),
                "* stands for any name, ** for any path, as in rollback/** or *.seed.sql.")
            .causedBy(bad);
      }
    }
    return new IgnoredFiles(names, paths);
  }

  private static PathMatcher glob(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  /**
   * True if a pattern has this file.
   *
   * @param name its path below the folder in which scripts are looked for
   */
  public boolean has(String name) {
    if (names.isEmpty() && paths.isEmpty()) {
      return false; // of tens of thousands of files no path is made
    }
    Path path = Path.of(name);
    return names.stream().anyMatch(pattern -> pattern.matches(path.getFileName()))
        || paths.stream().anyMatch(pattern -> pattern.matches(path));
  }
}
