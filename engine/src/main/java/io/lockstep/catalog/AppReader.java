package io.lockstep.catalog;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one app's folder by Flyway's naming rules, and refuses what Flyway would pass over. */
final class AppReader {
  private static final Pattern VERSIONED = Pattern.compile("([VU])([0-9][0-9._]*?)__(.+)\\.sql");
  private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");
  private static final int MAX_TABLE_NAME = 63; // PostgreSQL's limit for an identifier, in bytes

  private final AppName name;
  private final Path folder;
  private final Set<Path> configurations = new HashSet<>();
  private final Map<Version, Script> undos = new HashMap<>();
  private final NavigableMap<Version, Migration> migrations = new TreeMap<>();
  private final List<Repeatable> repeatables = new ArrayList<>();

  AppReader(AppName name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  App read() throws IOException {
    List<Path> files = files();
    files.stream().filter(f -> f.toString().endsWith(".sql.conf")).forEach(configurations::add);
    files.stream().filter(f -> f.toString().endsWith(".sql")).forEach(this::add);
    migrations.replaceAll(
        (version, m) ->
            new Migration(
                version, m.description(), m.script(), Optional.ofNullable(undos.get(version))));
    repeatables.sort(Comparator.comparing(Repeatable::description));
    return new App(name, historyTable(), migrations, List.copyOf(repeatables));
  }

  /** All files but hidden ones, with one look at each: there may be tens of thousands. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files =
        Files.find(
            folder, Integer.MAX_VALUE, (f, a) -> !a.isDirectory(), FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(f -> !isHidden(folder.relativize(f))).sorted().toList();
    }
  }

  private static boolean isHidden(Path inside) {
    for (Path part : inside) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private void add(Path file) {
    String fileName = file.getFileName().toString();
    Script script = new Script(folder.relativize(file).toString(), file, configuration(file));
    Matcher versioned = VERSIONED.matcher(fileName);
    Matcher repeatable = REPEATABLE.matcher(fileName);
    if (versioned.matches()) {
      Version version = Version.parse(versioned.group(2)).orElseThrow(() -> misnamed(file));
      if (versioned.group(1).equals("U")) {
        refuseSecond(version, script, Optional.ofNullable(undos.put(version, script)));
      } else {
        Migration migration =
            new Migration(version, words(versioned.group(3)), script, Optional.empty());
        refuseSecond(
            version,
            script,
            Optional.ofNullable(migrations.put(version, migration)).map(Migration::script));
      }
    } else if (repeatable.matches()) {
      repeatables.add(new Repeatable(words(repeatable.group(1)), script));
    } else {
      throw misnamed(file);
    }
  }

  private Optional<Path> configuration(Path file) {
    Path beside = file.resolveSibling(file.getFileName() + ".conf");
    return configurations.contains(beside) ? Optional.of(beside) : Optional.empty();
  }

  private static String words(String description) {
    return description.replace('_', ' ');
  }

  private void refuseSecond(Version version, Script script, Optional<Script> first) {
    if (first.isPresent()) {
      throw new Problem(
          Exit.USAGE,
          "app " + name,
          "two files of version " + version + ": " + first.get() + " and " + script,
          "Give one of them another version.");
    }
  }

  private static Problem misnamed(Path file) {
    return new Problem(
        Exit.USAGE,
        "migration file " + file,
        "its name says neither version nor kind, so it would be passed over silently",
        "Name it V0003__what_it_does.sql, U0003__what_it_does.sql (undo) or R__what_it_does.sql (repeatable).");
  }

  /** {@code lockstep.properties} with {@code history=TABLE} adopts a table that exists already. */
  private String historyTable() throws IOException {
    Path file = folder.resolve("lockstep.properties");
    if (!Files.exists(file)) {
      return App.defaultHistoryTable(name);
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    String table = properties.getProperty("history", App.defaultHistoryTable(name)).strip();
    if (table.isEmpty()
        || table.indexOf('\0') >= 0
        || table.getBytes(StandardCharsets.UTF_8).length > MAX_TABLE_NAME) {
      throw new Problem(
          Exit.USAGE,
          file + " says history=" + table,
          "that is no table name",
          "A name has 1 to " + MAX_TABLE_NAME + " bytes.");
    }
    return table;
  }
}
