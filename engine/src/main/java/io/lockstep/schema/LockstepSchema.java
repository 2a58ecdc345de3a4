package io.lockstep.schema;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Session;
import io.lockstep.sql.SimpleProtocol;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Lockstep's tables in the schema {@code lockstep}, made by its own scripts. They only ever grow,
 * so that an older Lockstep can work with a newer one's tables. Each script that has run is
 * recorded in Flyway's form, because an older Lockstep ran them by Flyway.
 */
public final class LockstepSchema {
  /** The schema of the tables. */
  public static final String SCHEMA = "lockstep";

  private static final String HISTORY = "schema_history";

  /** Listed by name: a scan of the class path takes longer than the scripts do. */
  private static final List<SchemaScript> SCRIPTS =
      List.of(
          new SchemaScript(1, "lockstep"),
          new SchemaScript(2, "unfinished"),
          new SchemaScript(3, "rollout_job"),
          new SchemaScript(4, "fingerprint"),
          new SchemaScript(5, "verification"),
          new SchemaScript(6, "lease_sessions"),
          new SchemaScript(7, "invalid_before"),
          new SchemaScript(8, "step"),
          new SchemaScript(9, "batch", List.of("batch")),
          new SchemaScript(10, "contract", List.of("contract_wait")),
          new SchemaScript(11, "held_back"),
          new SchemaScript(12, "fingerprint_part", List.of("fingerprint_part")),
          new SchemaScript(13, "run_schema"));

  /** A query for their version, which is 0 while they are being created. They must exist. */
  public static final String VERSION =
      """
      select coalesce(max(version::int), 0) from lockstep.schema_history where success and version ~ '^[0-9]+$'
      """;

  /** An SQL condition: they are of an older version than this one. They must exist. */
  public static final String ARE_OLD = "(%s) < %d".formatted(VERSION.strip(), SCRIPTS.size());

  private LockstepSchema() {}

  /** True if they exist, in any version. Writes nothing. */
  public static boolean exist(Session session) {
    return Relations.exists(session.jdbc(), "lockstep.applied");
  }

  /** True if they have the table of rollout turns (since the third version). Writes nothing. */
  public static boolean haveTurns(Session session) {
    return Relations.exists(session.jdbc(), "lockstep.rollout_job");
  }

  /**
   * Creates them, or upgrades them to this version. Call it only while holding the session lock.
   *
   * @param known a version that they are known to have had; 0 if none is
   * @throws LockstepException ({@link ExitCode#REFUSED}) if the server does not allow it, mostly
   *     because a right is missing; ({@link ExitCode#LOCK_NOT_OBTAINED}) if another session, such
   *     as pg_dump's, has kept one of them locked
   */
  public static void ensure(Session session, int known) {
    if (known < SCRIPTS.size()) {
      make(session, SCRIPTS.size());
    }
  }

  /** Creates the tables of a Lockstep of this version; tests use it to create older ones. */
  static void make(Session session, int version) {
    boolean history = Relations.exists(session.jdbc(), SCHEMA + "." + HISTORY);
    int from = history ? version(session) : 0;
    if (from >= version) {
      return;
    }
    StringBuilder sql = new StringBuilder();
    if (!history) {
      sql.append(firstStatements(session));
    }
    // the administrator's triggers may need the previous path, so it follows
    sql.append("select pg_catalog.set_config('search_path', '" + SCHEMA)
        .append(", ' || pg_catalog.current_setting('search_path'), true);\n");
    SCRIPTS.subList(from, version).forEach(script -> sql.append(script.sql(HISTORY)));
    try {
      // in one message, and so in one transaction (manual, "Multiple Statements in a Simple Query")
      new SimpleProtocol(session.connection()).run(sql.toString());
    } catch (SQLException e) {
      throw failed(session, e);
    }
  }

  /** IF NOT EXISTS would require the right to create a schema even if it exists. */
  private static String firstStatements(Session session) {
    boolean schema =
        session
            .jdbc()
            .sql("select to_regnamespace(:schema) is not null")
            .param("schema", SCHEMA)
            .query(Boolean.class)
            .single();
    return (schema ? "" : "create schema " + SCHEMA + ";\n")
        + FlywayTable.create(SCHEMA + "." + HISTORY, HISTORY + "_pk", HISTORY + "_s_idx");
  }

  private static RuntimeException failed(Session session, SQLException e) {
    if (SqlStates.isInterrupted(e)) {
      return new UncategorizedSQLException("making Lockstep's own tables", null, e);
    }
    String asked = "making Lockstep's own tables in the schema lockstep";
    if (SqlStates.isLockTimeout(e)) {
      return new LockstepException(
              ExitCode.LOCK_NOT_OBTAINED,
              asked,
              "another session keeps one of them locked: " + SqlStates.firstLine(e),
              "Run the same command again when that session has let go; pg_locks shows it.")
          .causedBy(e);
    }
    return new LockstepException(
            ExitCode.REFUSED, asked, SqlStates.firstLine(e), advice(session, e))
        .causedBy(e);
  }

  private static String advice(Session session, SQLException e) {
    if (SqlStates.isForbidden(e)) {
      return MissingRights.advice(
          MissingRights.toMigrate(session.jdbc(), SCHEMA, List.of(HISTORY)));
    }
    if (SqlStates.isTableThere(e) && areWithoutRows(session)) {
      return "The tables are there without a row, as pg_dump --schema-only leaves them, so nothing"
          + " is lost with them: DROP SCHEMA lockstep CASCADE; then run again. If an app's tables are"
          + " there as well: ./lockstep adopt APP VERSION.";
    }
    return SqlStates.isResourceLacking(e)
        ? SqlStates.LACKING_ADVICE
        : "None of them was changed. Remove what is in the way (an event trigger, another's table?), and"
            + " run again.";
  }

  /** True if all tables of the schema are empty files: the role may lack the right to read them. */
  private static boolean areWithoutRows(Session session) {
    return session
        .jdbc()
        .sql(
            """
            select coalesce(sum(pg_catalog.pg_relation_size(c.oid)), 0) = 0
              from pg_catalog.pg_class c
             where c.relnamespace = pg_catalog.to_regnamespace(:schema) and c.relkind = 'r'
            """)
        .param("schema", SCHEMA)
        .query(Boolean.class)
        .single();
  }

  private static int version(Session session) {
    return session.jdbc().sql(VERSION).query(Integer.class).single();
  }
}
