package io.lockstep.placeholders;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The placeholders of an app, and how its scripts write them.
 *
 * @param use whether they are replaced
 * @param prefix what stands before a name
 * @param suffix what stands after it
 * @param separator what stands between {@code flyway} and the name of Flyway's own
 * @param variables values of the environment, by name in capital letters with {@code _} for all
 *     that is neither letter nor digit; they count before the others
 * @param values of the app's file, by name in small letters
 * @param own Flyway's own, as they are in a database, likewise; empty if there is none yet
 */
public record Placeholders(
    Use use,
    String prefix,
    String suffix,
    String separator,
    Map<String, String> variables,
    Map<String, String> values,
    Map<String, String> own) {
  /** What is done with them. */
  public enum Use {
    /** They are replaced. */
    REPLACED,
    /** Nobody has said anything: they are text like any other. */
    NOT_CONFIGURED,
    /** Somebody has said that they are text like any other. */
    TEXT
  }

  /** The beginning of a variable's name. */
  public static final String VARIABLE = "LOCKSTEP_PLACEHOLDERS_";

  static final String TIMESTAMP = "timestamp";

  private static final String FILENAME = "filename";

  /** Nothing is configured, and Flyway's syntax is its default. */
  public static final Placeholders NONE =
      new Placeholders(Use.NOT_CONFIGURED, "${", "}", ":", Map.of(), Map.of(), Map.of());

  public Placeholders {
    variables = Map.copyOf(variables);
    values = Map.copyOf(values);
    own = Map.copyOf(own);
  }

  /** The name that a variable of the environment has for a placeholder. */
  public static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** A placeholder as scripts write it. */
  public String written(String name) {
    return prefix + name + suffix;
  }

  /** These, but used in another way. */
  public Placeholders used(Use other) {
    return new Placeholders(other, prefix, suffix, separator, variables, values, own);
  }

  /** These, with Flyway's own as they are in this database. */
  public Placeholders in(DatabaseValues database, String historyTable) {
    Map<String, String> there = new HashMap<>();
    database.byName(historyTable).forEach((name, value) -> there.put(named(name), value));
    return new Placeholders(use, prefix, suffix, separator, variables, values, there);
  }

  /** The text that runs. */
  public ReplacedText replace(String script, String fileName) {
    return use == Use.REPLACED ? scan(script, fileName) : ReplacedText.unchanged(script);
  }

  /** The placeholders of a script that have no value here, whether they are replaced or not. */
  public List<ReplacedText.Placeholder> open(String script, String fileName) {
    return scan(script, fileName).open();
  }

  /** True if the text is another one at each time, since it has the time in it. */
  public boolean changesWithTime(String script) {
    return use == Use.REPLACED
        && script
            .toLowerCase(Locale.ROOT)
            .contains(written(named(TIMESTAMP)).toLowerCase(Locale.ROOT));
  }

  private ReplacedText scan(String script, String fileName) {
    return ReplacedText.of(script, prefix, suffix, name -> value(name, fileName));
  }

  private Optional<String> value(String name, String fileName) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(variables.get(variable(name)))
        .or(() -> Optional.ofNullable(values.get(lower)))
        .or(() -> Optional.ofNullable(own.get(lower)))
        .or(() -> Optional.of(fileName).filter(file -> lower.equals(named(FILENAME))));
  }

  /** The name of one of Flyway's own. */
  private String named(String name) {
    return ("flyway" + separator + name).toLowerCase(Locale.ROOT);
  }
}
