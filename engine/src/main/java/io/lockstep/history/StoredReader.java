package io.lockstep.history;

import io.lockstep.catalog.Requirement;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads what the database keeps of applied migrations, so that any image can take them back (rule
 * 4). Only what is asked for: most plans take nothing back, and all scripts together may be large.
 */
public final class StoredReader {
  private final JdbcClient jdbc;
  private final String schema;
  private final boolean exists;

  /**
   * @param exists whether Lockstep's tables are there; they are not before its first run
   */
  public StoredReader(JdbcClient jdbc, String schema, boolean exists) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.exists = exists;
  }

  /** The undo scripts of those versions that had one when they were applied. */
  public Map<Version, StoredUndo> undos(AppName app, Collection<Version> versions) {
    Map<Version, StoredUndo> undos = new HashMap<>();
    if (exists) {
      jdbc.sql(
              """
              select version, undo_script, undo_sql, undo_no_transaction
                from lockstep.applied
               where schema_name = :schema
                 and app = :app
                 and version = any(:versions)
                 and undo_sql is not null
              """)
          .param("schema", schema)
          .param("app", app.text())
          .param("versions", versions.stream().map(Version::canonical).toArray(String[]::new))
          .query(
              rs -> {
                undos.put(Version.of(rs.getString("version")), undo(rs));
              });
    }
    return undos;
  }

  private static StoredUndo undo(ResultSet rs) throws SQLException {
    return new StoredUndo(
        rs.getString("undo_script"),
        rs.getString("undo_sql"),
        rs.getBoolean("undo_no_transaction"));
  }

  /** What the stored migrations of all apps but this one need. */
  public Map<AppName, Map<Version, List<Requirement>>> requirementsOfOthers(AppName app) {
    Map<AppName, Map<Version, List<Requirement>>> requirements = new HashMap<>();
    if (exists) {
      jdbc.sql(
              """
              select app, version, requires
                from lockstep.applied
               where schema_name = :schema
                 and app <> :app
              """)
          .param("schema", schema)
          .param("app", app.text())
          .query(
              rs -> {
                requirements
                    .computeIfAbsent(new AppName(rs.getString("app")), other -> new HashMap<>())
                    .put(Version.of(rs.getString("version")), requirements(rs));
              });
    }
    return requirements;
  }

  private static List<Requirement> requirements(ResultSet rs) throws SQLException {
    String[] requirements = (String[]) rs.getArray("requires").getArray();
    return Arrays.stream(requirements).map(Requirement::of).toList();
  }

  /** The versions of each app whose undo script is stored. */
  public Map<AppName, Set<Version>> undoable() {
    Map<AppName, Set<Version>> undoable = new HashMap<>();
    if (exists) {
      jdbc.sql(
              """
              select app, version
                from lockstep.applied
               where schema_name = :schema
                 and undo_sql is not null
              """)
          .param("schema", schema)
          .query(
              rs -> {
                undoable
                    .computeIfAbsent(new AppName(rs.getString("app")), app -> new HashSet<>())
                    .add(Version.of(rs.getString("version")));
              });
    }
    return undoable;
  }
}
