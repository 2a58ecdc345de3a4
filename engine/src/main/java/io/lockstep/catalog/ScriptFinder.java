package io.lockstep.catalog;

import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.catalog.settings.ScriptSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds an app's SQL files, in its subfolders as well, but no hidden ones (a ConfigMap's {@code
 * ..data}). There may be tens of thousands, so any entry that is named like a script counts as one,
 * without a look at it; and they are ordered by name, since comparing paths takes several times as
 * long.
 */
public final class ScriptFinder {
  private static final String SCRIPT = ".sql";
  private static final String CONFIGURATION = ".conf";

  private static final Pattern UP_OR_DOWN =
      Pattern.compile("(^|/)[0-9]+_[^/]*\\.(up|down)\\.[^/]+$");

  private final AppSettings settings;
  private final Set<Path> folders = new HashSet<>();
  private final List<String> scripts = new ArrayList<>();
  private final Map<String, Path> paths = new HashMap<>();
  private final Map<String, Path> configurations = new HashMap<>();

  private ScriptFinder(AppSettings settings) {
    this.settings = settings;
  }

  /**
   * The files whose names end in {@code .sql}, or {@code .SQL}, in the order of their names: of
   * each location of the app, with the paths below it.
   *
   * @throws IOException if a folder can't be read
   */
  public static List<Script> find(AppSettings settings) throws IOException {
    List<Script> found = new ArrayList<>();
    for (Path location : settings.locations()) {
      ScriptFinder finder = new ScriptFinder(settings);
      finder.search(location, "");
      found.addAll(finder.scripts(location));
    }
    return found;
  }

  private void search(Path folder, String prefix) throws IOException {
    if (!folders.add(folder.toRealPath())) {
      throw new FileSystemLoopException(folder.toString()); // a link leads back
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(".")) {
          add(entry, prefix + name);
        }
      }
    }
  }

  private void add(Path entry, String name) throws IOException {
    if (isScript(name)) {
      if (!settings.ignoredFiles().has(name)) {
        scripts.add(name);
        if (!isAscii(name)) {
          paths.put(name, entry); // its bytes may be other ones than those of its name
        }
      }
    } else if (name.endsWith(SCRIPT + CONFIGURATION)) {
      configurations.put(name, entry);
    } else if (Files.isDirectory(entry)) {
      search(entry, name + "/");
    }
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /**
   * Accepts {@code .sql} in upper and lower case, as Flyway does, and any ending after {@code up}
   * or {@code down}, as golang-migrate does; but only a name in {@code .sql} can be parsed.
   */
  private static boolean isScript(String name) {
    int end = name.length() - SCRIPT.length();
    return name.regionMatches(true, end, SCRIPT, 0, SCRIPT.length())
        || (UP_OR_DOWN.matcher(name).find() && !name.endsWith(CONFIGURATION));
  }

  private List<Script> scripts(Path location) throws IOException {
    Collections.sort(scripts);
    List<Script> found = new ArrayList<>(scripts.size());
    for (String name : scripts) {
      found.add(
          Script.of(
              name,
              location,
              Optional.ofNullable(paths.get(name)),
              settings(name),
              settings.placeholders()));
    }
    return found;
  }

  private ScriptSettings settings(String name) throws IOException {
    Path file = configurations.isEmpty() ? null : configurations.get(name + CONFIGURATION);
    return (file == null ? ScriptSettings.NONE : ScriptSettings.read(file))
        .with(settings.ownTransactions());
  }
}
