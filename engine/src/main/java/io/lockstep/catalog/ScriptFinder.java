package io.lockstep.catalog;

import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.catalog.settings.ScriptSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final SortedMap<String, Path> scripts = new TreeMap<>();
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
      found.addAll(finder.scripts());
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
        scripts.put(name, entry);
      }
    } else if (name.endsWith(SCRIPT + CONFIGURATION)) {
      configurations.put(name, entry);
    } else if (Files.isDirectory(entry)) {
      search(entry, name + "/");
    }
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

  private List<Script> scripts() throws IOException {
    List<Script> found = new ArrayList<>(scripts.size());
    for (Map.Entry<String, Path> script : scripts.entrySet()) {
      found.add(
          Script.of(
              script.getKey(),
              script.getValue(),
              settings(script.getKey()),
              settings.placeholders()));
    }
    return found;
  }

  private ScriptSettings settings(String name) throws IOException {
    Path file = configurations.get(name + CONFIGURATION);
    return file == null ? ScriptSettings.NONE : ScriptSettings.read(file);
  }
}
