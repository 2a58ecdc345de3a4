package io.lockstep.sql;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Settings in SQL, where values can't be bound; mostly as calls of set_config. */
public final class SetConfig {
  /** One name of a search path, as SplitIdentifierString in varlena.c reads it. */
  private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^\",\\s]+)");

  private SetConfig() {}

  /** Statements for a transaction that must not have a snapshot yet, as a query would take one. */
  public static String withoutSnapshot(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(
            setting ->
                "set local "
                    + setting.getKey()
                    + " = "
                    + (setting.getKey().equals("search_path")
                        ? names(setting.getValue())
                        : Literal.of(setting.getValue())))
        .collect(Collectors.joining("; "));
  }

  private static String names(String searchPath) {
    return NAME.matcher(searchPath)
        .results()
        .map(
            name ->
                name.group(2) == null
                    ? name.group(1).replace("\"\"", "\"")
                    : name.group(2).toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty())
        .map(Identifier::quote)
        .collect(Collectors.joining(", "));
  }

  /** A select list. */
  public static String calls(Map<String, String> settings, boolean local) {
    return settings.entrySet().stream()
        .map(
            setting ->
                "pg_catalog.set_config("
                    + Literal.of(setting.getKey())
                    + ", "
                    + Literal.of(setting.getValue())
                    + ", "
                    + local
                    + ")")
        .collect(Collectors.joining(", "));
  }

  /** Statements that set what was not set in this session. */
  public static String unlessSet(Map<String, String> settings, boolean local) {
    return settings.entrySet().stream()
        .map(
            setting ->
                "select "
                    + calls(Map.of(setting.getKey(), setting.getValue()), local)
                    + " from pg_catalog.pg_settings where source operator(pg_catalog.<>) 'session' and name operator(pg_catalog.=) "
                    + Literal.of(setting.getKey()))
        .collect(Collectors.joining("; "));
  }
}
