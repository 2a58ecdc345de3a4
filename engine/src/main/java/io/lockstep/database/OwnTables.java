package io.lockstep.database;

import io.lockstep.Exit;
import io.lockstep.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Lockstep's tables in the schema {@code lockstep}, made by Flyway migrations of ours. They only
 * ever grow, so that an older Lockstep can work with a newer one's tables.
 */
public final class OwnTables {
  /** The schema they are in. */
  public static final String SCHEMA = "lockstep";

  private static final String HISTORY = "schema_history";

  /** By name: Flyway's scan of the class path costs more than they do. */
  private static final List<String> SCRIPTS =
      List.of(
          "V1__lockstep.sql",
          "V2__unfinished.sql",
          "V3__rollout_job.sql",
          "V4__fingerprint.sql",
          "V5__verification.sql",
          "V6__lease_sessions.sql",
          "V7__invalid_before.sql");

  /** A query for their version; 0 if they are being made. They must exist. */
  public static final String VERSION =
      """
      select coalesce(max(version::int), 0) from lockstep.schema_history where success and version ~ '^[0-9]+$'
      """;

  private OwnTables() {}

  /** Whether they exist, in whatever version. Writes nothing. */
  public static boolean exist(Session session) {
    return Relations.exists(session.jdbc(), "lockstep.applied");
  }

  /** Whether they say who took which turn of a rollout: since the third version. Writes nothing. */
  public static boolean haveTurns(Session session) {
    return Relations.exists(session.jdbc(), "lockstep.rollout_job");
  }

  /** Whether they exist in this version or a newer one. Writes nothing. */
  static boolean areNewest(Session session) {
    return exist(session) && version(session) >= SCRIPTS.size();
  }

  /**
   * Makes them, or brings them to this version. Call it only while holding the session lock.
   *
   * @param known a version that they are known to have had; 0 if none is
   * @throws Problem ({@link Exit#REFUSED}) if the server does not let us, mostly for want of a
   *     right; ({@link Exit#LOCK_NOT_OBTAINED}) if another session, pg_dump's say, has kept one of
   *     them locked
   */
  public static void ensure(Session session, int known) {
    if (known < SCRIPTS.size() && !areNewest(session)) {
      make(session, SCRIPTS.size());
    }
  }

  /** Those of a Lockstep of this version: a test's way to what an older one has left. */
  static void make(Session session, int version) {
    try {
      FlywayConfigurations.of(
              session.dataSource(), SCHEMA, HISTORY, scripts(SCRIPTS.subList(0, version)))
          .group(true) // one transaction for all of them
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (SqlStates.isSessionGone(e) || SqlStates.sqlException(e).isEmpty()) {
        throw e;
      }
      String asked = "making Lockstep's own tables in the schema lockstep";
      if (SqlStates.isLockTimeout(e)) {
        throw new Problem(
                Exit.LOCK_NOT_OBTAINED,
                asked,
                "another session keeps one of them locked: " + SqlStates.firstLine(e),
                "Run the same command again when that session has let go; pg_locks shows it.")
            .causedBy(e);
      }
      throw new Problem(
              Exit.REFUSED,
              asked,
              SqlStates.firstLine(e),
              SqlStates.isForbidden(e)
                  ? MissingRights.advice(
                      MissingRights.toMigrate(session.jdbc(), SCHEMA, List.of(HISTORY)))
                  : "Nothing was changed. Remove what is in the way (an event trigger?), and run"
                      + " again.")
          .causedBy(e);
    }
  }

  private static FlywayScripts scripts(List<String> names) {
    Map<String, LoadableResource> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, new OwnScript(name));
    }
    return new FlywayScripts(files);
  }

  private static int version(Session session) {
    return session.jdbc().sql(VERSION).query(Integer.class).single();
  }
}
