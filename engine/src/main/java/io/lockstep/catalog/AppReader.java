package io.lockstep.catalog;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one app's folder by Flyway's naming rules, and refuses what Flyway would pass over. */
final class AppReader {
  private static final Pattern VERSIONED = Pattern.compile("([VU])([0-9][0-9._]*?)__(.+)\\.sql");
  private static final Pattern REPEATABLE = Pattern.compile("R__(.+)\\.sql");
  private static final int MAX_TABLE_NAME = 63; // PostgreSQL's limit for an identifier, in bytes

  private final AppName name;
  private final Path folder;
  private final Map<Version, Script> undos = new HashMap<>();
  private final NavigableMap<Version, Migration> migrations = new TreeMap<>();
  private final List<Repeatable> repeatables = new ArrayList<>();

  AppReader(AppName name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  App read() throws IOException {
    ScriptFinder.find(folder).forEach(this::add);
    migrations.replaceAll(
        (version, m) ->
            new Migration(
                version, m.description(), m.script(), Optional.ofNullable(undos.get(version))));
    repeatables.sort(Comparator.comparing(Repeatable::description));
    return new App(name, historyTable(), migrations, List.copyOf(repeatables));
  }

  private void add(Script script) {
    String fileName = script.fileName();
    Matcher versioned = VERSIONED.matcher(fileName);
    if (versioned.matches()) {
      Version version = Version.parse(versioned.group(2)).orElseThrow(() -> misnamed(script));
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
      return;
    }
    Matcher repeatable = REPEATABLE.matcher(fileName);
    if (!repeatable.matches()) {
      throw misnamed(script);
    }
    repeatables.add(new Repeatable(words(repeatable.group(1)), script));
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

  private static Problem misnamed(Script script) {
    return new Problem(
        Exit.USAGE,
        "migration file " + script,
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
