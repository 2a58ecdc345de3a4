package io.lockstep.sql;

import java.util.Map;
import java.util.stream.Collectors;

/** Calls of set_config in SQL, where values can't be bound. */
public final class SetConfig {
  private SetConfig() {}

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
