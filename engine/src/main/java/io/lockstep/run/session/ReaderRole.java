package io.lockstep.run.session;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Reader;
import io.lockstep.run.report.ReaderReport;
import io.lockstep.sql.Identifier;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The role that lists and plans: it may connect, and read the history tables and Lockstep's own.
 * Lockstep writes only what is missing, and the password, because that can't be compared.
 */
public final class ReaderRole {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  /** Of as many runs as change the role at once, each time one succeeds. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final int LONGEST_PAUSE_MILLIS = 200;

  private final RunContext context;
  private final JdbcClient jdbc;
  private final ReaderGrants grants;
  private final Reader reader;
  private final String role;

  private ReaderRole(RunContext context, ReaderGrants grants) {
    this.context = context;
    this.jdbc = context.work().jdbc();
    this.grants = grants;
    this.reader = grants.reader();
    this.role = Identifier.quote(reader.user());
  }

  /**
   * Creates the run's reader role where it is missing, sets its password, and grants it the missing
   * rights. Does nothing in a run without one.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if the own role may not, or if the reader
   *     role can write
   */
  public static Optional<ReaderReport> refresh(RunContext context) {
    return context.reader().map(grants -> new ReaderRole(context, grants).refresh());
  }

  private ReaderReport refresh() {
    Duration began = context.clock().elapsed();
    while (true) {
      try {
        return FencedTransaction.call(context, this::once);
      } catch (SQLException | DataAccessException e) {
        // Roles belong to the whole server, the lock to one database: if two runs in two databases
        // change the same role, PostgreSQL lets one fail.
        if (!SqlStates.isConcurrentUpdate(e)) {
          throw problem(e);
        }
        if (context.clock().elapsed().minus(began).compareTo(LONGEST) > 0) {
          throw changedByOthers(e);
        }
        // At random, or those that failed together would try again together.
        int pause = ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLIS);
        context.clock().pause(Duration.ofMillis(pause));
      }
    }
  }

  private LockstepException changedByOthers(Exception e) {
    return new LockstepException(
            ExitCode.LOCK_NOT_OBTAINED,
            asked(),
            "for %d s other runs on this server were changing it: %s"
                .formatted(LONGEST.toSeconds(), SqlStates.firstLine(e)),
            "Run it again, if need be with fewer databases at once (--parallel).")
        .causedBy(e);
  }

  private ReaderReport once() {
    make();
    setPassword();
    return new ReaderReport(reader.user(), grants.grantMissing());
  }

  private void make() {
    Optional<ExistingRole> found = find();
    found.flatMap(ExistingRole::objection).ifPresent(this::refuse);
    if (found.isEmpty()) {
      jdbc.sql("create role " + role + " login nosuperuser nocreatedb nocreaterole").update();
      log.info("made the role {}, which can only read", role);
    } else if (!found.get().login()) {
      jdbc.sql("alter role " + role + " login").update();
    }
    if (!found.map(ExistingRole::readOnly).orElse(false)) {
      jdbc.sql("alter role " + role + " set default_transaction_read_only = on").update();
    }
  }

  /** Sends a SCRAM verifier that the driver computes, never the password itself. */
  private void setPassword() {
    new JdbcTemplate(context.work().dataSource())
        .execute(
            (ConnectionCallback<Boolean>)
                connection -> {
                  connection
                      .unwrap(PGConnection.class)
                      .alterUserPassword(
                          reader.user(), reader.password().toCharArray(), "scram-sha-256");
                  return true;
                });
  }

  /**
   * Finds the role, and whether it can write: Lockstep must not set the password of such a role.
   * Deptype o in pg_shdepend is an owner, in any database of the server.
   */
  private Optional<ExistingRole> find() {
    return jdbc.sql(
            """
            select r.rolcanlogin as login,
                   coalesce('default_transaction_read_only=on' = any(r.rolconfig), false) as read_only,
                   r.rolname in (current_user, session_user) as ourselves,
                   exists (select from pg_catalog.pg_shdepend d
                            where d.refclassid = 'pg_catalog.pg_authid'::regclass and d.refobjid = r.oid
                              and d.deptype = 'o') as owner,
                   r.rolsuper or r.rolcreatedb or r.rolcreaterole or r.rolreplication or r.rolbypassrls
                     or pg_has_role(r.oid, current_user, 'member') as mighty
              from pg_catalog.pg_roles r
             where r.rolname = :role
            """)
        .param("role", reader.user())
        .query(
            (rs, i) ->
                new ExistingRole(
                    rs.getBoolean("login"),
                    rs.getBoolean("read_only"),
                    rs.getBoolean("ourselves"),
                    rs.getBoolean("owner"),
                    rs.getBoolean("mighty")))
        .optional();
  }

  private void refuse(String why) {
    throw new LockstepException(
        ExitCode.REFUSED,
        asked(),
        why,
        "Give the name of another role, or of one that isn't there yet, in POSTGRES_READER_USER; or unset it.");
  }

  private String asked() {
    return "making the role " + role + " of POSTGRES_READER_USER";
  }

  private RuntimeException problem(Exception e) {
    if (SessionLost.isBehind(e) || !context.work().isOpen()) {
      return new SessionLost(e);
    }
    if (!SqlStates.isRefusal(e)) {
      return new IllegalStateException(e);
    }
    return new LockstepException(
            ExitCode.REFUSED,
            asked(),
            SqlStates.firstLine(e),
            "As a superuser: ALTER ROLE %1$s CREATEROLE; and, if %2$s is there already, GRANT %2$s TO %1$s WITH ADMIN OPTION; or unset POSTGRES_READER_USER."
                .formatted(currentUser(), role))
        .causedBy(e);
  }

  private String currentUser() {
    return Identifier.quote(jdbc.sql("select current_user").query(String.class).single());
  }

  /** The role as it exists. */
  private record ExistingRole(
      boolean login, boolean readOnly, boolean ourselves, boolean owner, boolean mighty) {
    Optional<String> objection() {
      if (ourselves) {
        return Optional.of("it is the role that migrates");
      }
      if (owner) {
        return Optional.of("that role is there, and owns a table or the like, so it can write");
      }
      return mighty
          ? Optional.of("that role is there, and may do more than read, by itself or as a member")
          : Optional.empty();
    }
  }
}
