package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders in which an app's scripts are, {@code locations=common, {vendor}}: seen from its own
 * folder, which is read only if it is one of them.
 */
final class Locations {
  static final String KEY = "locations";

  private static final String FILES = "filesystem:";

  /** What Spring Boot puts for PostgreSQL. */
  private static final String VENDOR = "postgresql";

  private Locations() {}

  /**
   * Reads the folders; by default that is the app's own. One below another is left out, since it is
   * read with that.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if one is not there, or a script is in the
   *     app's folder and in none of them
   */
  static List<Path> read(SettingsFile file, Path folder, IgnoredFiles ignored) throws IOException {
    List<String> given = file.listed(KEY);
    if (given.isEmpty()) {
      return List.of(folder);
    }
    List<Path> found = new ArrayList<>();
    for (String location : given) {
      found.add(folder(file, folder, location));
    }
    List<Path> outer = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (!isWithin(found, i)) {
        outer.add(found.get(i));
      }
    }
    if (outer.stream().noneMatch(location -> folder.normalize().startsWith(location))) {
      refuseScriptsBeside(file, folder, ignored);
    }
    return List.copyOf(outer);
  }

  /** A script in the app's own folder is meant to be one of the app's. */
  private static void refuseScriptsBeside(SettingsFile file, Path folder, IgnoredFiles ignored)
      throws IOException {
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(folder, "*.sql")) {
      for (Path script : beside) {
        String name = script.getFileName().toString();
        if (!ignored.has(name)) {
          throw file.refused(
              KEY,
              file.value(KEY).orElse(""),
              script + " is in none of them, so it would be passed over silently",
              "Move it into one, or leave it out with " + IgnoredFiles.KEY + "=" + name + ".");
        }
      }
    }
  }

  private static Path folder(SettingsFile file, Path folder, String location) throws IOException {
    String path =
        (location.startsWith(FILES) ? location.substring(FILES.length()) : location)
            .replace("{vendor}", VENDOR);
    if (path.contains(":") || path.contains("*") || path.contains("?")) {
      throw file.refused(
          KEY,
          location,
          "a location is a folder, and neither a pattern nor on a classpath",
          "Name each folder, as it is seen from the app's: locations=common, postgresql.");
    }
    Path found = folder.resolve(path).normalize();
    if (!Files.isDirectory(found)) {
      throw file.refused(
          KEY,
          location,
          "there is no folder " + found,
          "Name folders as they are seen from the app's: locations=common, ../shared.");
    }
    return found;
  }

  /** True if it is below another one, or the same as an earlier one. */
  private static boolean isWithin(List<Path> folders, int index) throws IOException {
    Path folder = folders.get(index).toRealPath();
    for (int i = 0; i < folders.size(); i++) {
      Path other = folders.get(i).toRealPath();
      if (i != index && folder.startsWith(other) && (i < index || !folder.equals(other))) {
        return true;
      }
    }
    return false;
  }
}
