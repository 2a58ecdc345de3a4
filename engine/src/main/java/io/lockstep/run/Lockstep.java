package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.listing.ListCheck;
import io.lockstep.listing.Listing;
import io.lockstep.lock.LeaseTable;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.check.DatabasePlanner;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.ReaderReport;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.session.LockedTask;
import io.lockstep.run.session.ReaderRole;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SessionTransaction;
import io.lockstep.run.snapshot.ReadOnlySnapshot;
import io.lockstep.status.Status;
import io.lockstep.status.StatusReader;
import io.lockstep.targets.Target;
import io.lockstep.verify.VerificationLog;
import io.lockstep.verify.Verifier;
import io.lockstep.verify.VerifyReport;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The entry point: plans, lists and migrates a database with a catalog, and lets a role read it.
 *
 * <pre>{@code
 * Settings database =
 *     new Settings("localhost", 5432, "shop", "shop", "secret", Tls.DEFAULT, "public");
 * Lockstep lockstep =
 *     Lockstep.builder().database(database).migrations(Path.of("db")).build();
 *
 * lockstep.plan(List.of("main latest"), PlanOptions.STRICT)
 *     .forEach(plan -> System.out.println(plan.app().name() + " is at " + plan.from()));
 * try {
 *   RunReport report = lockstep.migrate(MigrateRequest.of(List.of("main latest")));
 *   report.steps().forEach(step -> System.out.println(step.action() + " " + step.script()));
 * } catch (LockstepException e) {
 *   System.err.println(e.text()); // what was asked, why it can't be done, and what to do next
 *   System.exit(e.exit().code());
 * }
 * }</pre>
 *
 * <p>An instance keeps no connection between calls, and several threads may use it. The lock in the
 * database lets one run at a time work on it.
 */
public final class Lockstep {
  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final ProcessStartTime processStart;
  private final RunListener listener;
  private final ReadOnlySnapshot reading;

  /** Returns a builder with all defaults. */
  public static LockstepBuilder builder() {
    return new LockstepBuilder();
  }

  /**
   * @param connector to the database
   * @param catalog the migrations on disk
   */
  public Lockstep(Connector connector, Catalog catalog, CancellableClock clock) {
    this(connector, catalog, clock, RunListener.NONE);
  }

  /**
   * @param connector to the database
   * @param catalog the migrations on disk
   * @param listener receives the events of runs
   */
  public Lockstep(
      Connector connector, Catalog catalog, CancellableClock clock, RunListener listener) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
    this.processStart = new ProcessStartTime(clock);
    this.listener = listener.guarded();
    this.reading = new ReadOnlySnapshot(connector, catalog);
  }

  /**
   * Returns the plans that {@link #migrate} would execute. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#USAGE}, {@link ExitCode#REFUSED} or {@link
   *     ExitCode#UNREACHABLE}
   */
  public List<Plan> plan(List<String> targets, PlanOptions options) {
    List<Target> parsed = Target.parseAll(targets);
    return reading.inSnapshot(
        "lockstep plan",
        jdbc ->
            new DatabasePlanner(catalog, connector.settings().schema())
                .read(jdbc, parsed, options));
  }

  /**
   * Returns every app and migration with its state. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#UNREACHABLE}
   */
  public Listing list() {
    return reading.inSnapshot(
        "lockstep list",
        jdbc -> {
          Catalog there = there(jdbc);
          return Listing.of(there, state(jdbc, there));
        });
  }

  /**
   * Returns the list and what is wrong with it, both from one snapshot, so that a running step is
   * not mistaken for an unfinished one. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#UNREACHABLE}
   */
  public ListCheck check() {
    return reading.inSnapshot("lockstep list", this::check);
  }

  private ListCheck check(JdbcClient jdbc) {
    Catalog there = there(jdbc);
    return ListCheck.of(there, state(jdbc, there), new LeaseTable(jdbc).isHeld());
  }

  /** The migrations as they are for this database. */
  private Catalog there(JdbcClient jdbc) {
    return catalog.in(() -> DatabaseValues.read(jdbc, connector.settings().schema()));
  }

  private DatabaseState state(JdbcClient jdbc, Catalog there) {
    return new SchemaHistoryReader(jdbc, connector.settings().schema()).read(there);
  }

  /**
   * Tells whether these targets are reached, and what runs. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#UNREACHABLE}
   */
  public Status status(List<String> targets) {
    List<Target> parsed = Target.parseAll(targets);
    return reading.inSnapshot(
        "lockstep status",
        jdbc -> new StatusReader(there(jdbc), connector.settings().schema(), parsed).read(jdbc));
  }

  /**
   * Checks that the database matches its history and, if targets are given, that it is at them.
   * Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#UNREACHABLE}
   */
  public VerifyReport verify(List<String> targets) {
    return verify(targets, Set.of());
  }

  /**
   * Does the same for one of several tenants of the database.
   *
   * @param tenants the schemas of all of them: what is in another one's is compared there
   */
  public VerifyReport verify(List<String> targets, Set<String> tenants) {
    List<Target> parsed = Target.parseAll(targets);
    return reading.inSnapshot(
        "lockstep verify",
        jdbc ->
            new Verifier(jdbc, connector.settings().schema(), there(jdbc), tenants).verify(parsed));
  }

  /**
   * Does the same as {@link #verify}, and stores the findings in {@code lockstep.verification},
   * where the function reads them. Takes no lock.
   *
   * @throws LockstepException {@link ExitCode#USAGE}, {@link ExitCode#UNREACHABLE}, or {@link
   *     ExitCode#REFUSED} if that table does not exist yet or this role may not write to it
   */
  public VerifyReport verifyAndRecord(List<String> targets) {
    return verifyAndRecord(targets, Set.of());
  }

  /**
   * Does the same for one of several tenants of the database.
   *
   * @param tenants the schemas of all of them
   */
  public VerifyReport verifyAndRecord(List<String> targets, Set<String> tenants) {
    List<Target> parsed = Target.parseAll(targets);
    try (Session session = connector.open("lockstep verify")) {
      VerificationLog log = new VerificationLog(session, connector.settings().schema());
      log.refuseIfNotWritable();
      VerifyReport report = verify(targets, tenants);
      new SessionTransaction(session).run(() -> log.keep(parsed, report));
      return report;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Migrates the database to the targets, in their order, under the lock. It can be called again at
   * any time, and ends in the same state (rule 7).
   *
   * @throws LockstepException with the exit code that says how it ended
   */
  public RunReport migrate(MigrateRequest request) {
    return new MigrateRun(
            connector, catalog, clock, processStart, listener, request, SessionKeeper.ofOneRun())
        .execute();
  }

  /**
   * Creates or updates the role that only reads, under the lock. {@link #migrate} does the same if
   * its request has a reader.
   *
   * @throws LockstepException with the exit code that says how it ended
   */
  public ReaderReport grantReader(Reader reader) {
    String schema = connector.settings().schema();
    try {
      return new LockedTask(connector, clock)
          .call(
              "making the role " + reader.user() + " of POSTGRES_READER_USER",
              MigrateRequest.DEFAULT_LOCK_WAIT,
              (control, work, lock) -> {
                Optional<Reader> role = Optional.of(reader);
                return ReaderRole.refresh(
                        RunContext.of(work, schema, lock, Retries.DEFAULT, clock, catalog, role))
                    .orElseThrow();
              });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
