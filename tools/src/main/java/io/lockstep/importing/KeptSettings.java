package io.lockstep.importing;

import io.lockstep.importing.source.ForeignMigration;
import io.lockstep.importing.source.Note;
import io.lockstep.script.PsqlCommandException;
import io.lockstep.script.ScriptReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Notes scripts that set for their session where new objects come to be, or whose they are. Most
 * tools run all migrations in one session, so that it counts for the later ones, too; Lockstep
 * gives each script a session as new.
 */
final class KeptSettings {
  /** Each script has a session of its own there, or begins with the path of the first. */
  private static final Set<String> NOT_KEPT =
      Set.of("flyway", "liquibase", "liquibase-sql", "sqitch", "hasura");

  private static final String PATH = "search_path";

  private static final Pattern SET =
      Pattern.compile(
          "SET\\s+(?:(?:SESSION\\s+)?(?:(?<path>search_path)\\s*(?:=|\\bTO\\b)|(?<schema>SCHEMA)\\b|(?<role>ROLE)\\b)"
              + "|SESSION\\s+AUTHORIZATION\\b)\\s*(?<value>.*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern SET_CONFIG =
      Pattern.compile(
          ".*\\bset_config\\s*\\(\\s*'search_path'\\s*,\\s*(?<value>'[^']*')\\s*,\\s*false\\s*\\).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern RESET =
      Pattern.compile(
          "RESET\\s+(?:(search_path)|(role)|(session\\s+authorization)|all)\\b.*|DISCARD\\s+ALL\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What every session begins with, or what lets no script make anything by chance. */
  private static final Pattern USUAL =
      Pattern.compile(
          "(?:\"?public\"?|'public'|\"\\$user\"|'\"\\$user\"|''|\"\"|'none'|none|default)(?:[\\s,;].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private KeptSettings() {}

  /**
   * The notes.
   *
   * @param tool the format's name
   */
  static List<Note> notes(String tool, List<ForeignMigration> migrations) {
    if (NOT_KEPT.contains(tool)) {
      return List.of();
    }
    List<Map<String, Boolean>> settings =
        migrations.stream().map(migration -> of(migration.up().sql())).toList();
    return IntStream.range(0, migrations.size() - 1)
        .boxed()
        .flatMap(i -> notes(tool, migrations.get(i), settings.subList(i, settings.size())))
        .toList();
  }

  private static Stream<Note> notes(
      String tool, ForeignMigration migration, List<Map<String, Boolean>> settings) {
    return settings.get(0).entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .filter(name -> settings.stream().skip(1).anyMatch(later -> !later.containsKey(name)))
        .map(
            name ->
                Note.todo(
                    migration.source(),
                    "sets "
                        + name
                        + ", which may count for later migrations in the session of "
                        + tool
                        + ", and with Lockstep counts to the end of the script",
                    "Write it into those that need it, too."));
  }

  /** The settings that a script changes; true for one that is another when it ends. */
  private static Map<String, Boolean> of(String script) {
    Map<String, Boolean> changed = new HashMap<>();
    try {
      ScriptReader.parts(script)
          .forEach(part -> follow(script.substring(part.start(), part.end()), changed));
    } catch (PsqlCommandException e) {
      return Map.of(); // the check of the file that is written gives the reason
    }
    return changed;
  }

  private static void follow(String statement, Map<String, Boolean> changed) {
    Matcher set = SET.matcher(statement);
    Matcher config = SET_CONFIG.matcher(statement);
    Matcher reset = RESET.matcher(statement);
    if (set.matches()) {
      changed.put(name(set), !isUsual(set));
    } else if (config.matches()) {
      changed.put(PATH, !isUsual(config));
    } else if (reset.matches()) {
      Optional<String> one =
          Stream.of(1, 2, 3).flatMap(i -> Optional.ofNullable(reset.group(i)).stream()).findFirst();
      one.map(name -> name.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
          .ifPresentOrElse(
              name -> changed.put(name, false), () -> changed.replaceAll((name, value) -> false));
    }
  }

  private static String name(Matcher set) {
    if (set.group("role") != null) {
      return "role";
    }
    return set.group("path") == null && set.group("schema") == null
        ? "session authorization"
        : PATH;
  }

  private static boolean isUsual(Matcher set) {
    return USUAL.matcher(set.group("value").strip()).matches();
  }
}
