package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Session;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.listing.ListCheck;
import io.lockstep.listing.Listing;
import io.lockstep.lock.LeaseTable;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.check.PlanReader;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.ReaderReport;
import io.lockstep.run.report.Retries;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.session.LockTemplate;
import io.lockstep.run.session.ReaderRole;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SessionTransaction;
import io.lockstep.status.Status;
import io.lockstep.status.StatusReader;
import io.lockstep.targets.Target;
import io.lockstep.verify.Verifier;
import io.lockstep.verify.VerifyReport;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The way in: plan, list and migrate one database with one catalog, and let a role read it.
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
 *   System.err.println(e.text()); // what was asked, why it can't be, and what to do next
 *   System.exit(e.exit().code());
 * }
 * }</pre>
 *
 * <p>An instance keeps no connection between calls and may be used by several threads; runs on one
 * database exclude each other by the lock in that database.
 */
public final class Lockstep {
  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final ProcessStartTime processStart;
  private final RunListener listener;
  private final ReadOnlySnapshot reading;

  /** Begins with nothing but defaults. */
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
   * @param listener is told what happens in runs
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
   * What {@link #migrate} would do. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#USAGE}, {@link ExitCode#REFUSED} or {@link
   *     ExitCode#UNREACHABLE}
   */
  public List<Plan> plan(List<String> targets, PlanOptions options) {
    List<Target> parsed = Target.parseAll(targets);
    return reading.inSnapshot(
        "lockstep plan",
        jdbc -> new PlanReader(catalog, connector.settings().schema()).read(jdbc, parsed, options));
  }

  /**
   * Every app and migration with its state. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#UNREACHABLE}
   */
  public Listing list() {
    return reading.inSnapshot(
        "lockstep list",
        jdbc ->
            Listing.of(
                catalog,
                new SchemaHistoryReader(jdbc, connector.settings().schema()).read(catalog)));
  }

  /**
   * The list, and what is wrong with it, all of one moment: a step that is under way must not be
   * taken for one that was left. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#UNREACHABLE}
   */
  public ListCheck check() {
    return reading.inSnapshot("lockstep list", this::check);
  }

  private ListCheck check(JdbcClient jdbc) {
    return ListCheck.of(
        catalog,
        new SchemaHistoryReader(jdbc, connector.settings().schema()).read(catalog),
        new LeaseTable(jdbc).isHeld());
  }

  /**
   * Whether these targets are reached, and what is running. Takes no lock and writes nothing.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#UNREACHABLE}
   */
  public Status status(List<String> targets) {
    List<Target> parsed = Target.parseAll(targets);
    return reading.inSnapshot(
        "lockstep status", new StatusReader(catalog, connector.settings().schema(), parsed)::read);
  }

  /**
   * Whether the database is what its history says, and at these targets, if any. Takes no lock and
   * writes nothing.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#UNREACHABLE}
   */
  public VerifyReport verify(List<String> targets) {
    List<Target> parsed = Target.parseAll(targets);
    return reading.inSnapshot(
        "lockstep verify",
        jdbc -> new Verifier(jdbc, connector.settings().schema(), catalog).verify(parsed));
  }

  /**
   * {@link #verify}, and keeps what was found in {@code lockstep.verification}, where the function
   * sees it. Takes no lock.
   *
   * @throws LockstepException {@link ExitCode#USAGE}, {@link ExitCode#UNREACHABLE}, or {@link
   *     ExitCode#REFUSED} if that table is not there yet or this role may not write to it
   */
  public VerifyReport verifyAndRecord(List<String> targets) {
    List<Target> parsed = Target.parseAll(targets);
    try (Session session = connector.open("lockstep verify")) {
      VerificationLog log = new VerificationLog(session, connector.settings().schema());
      log.refuseIfNotWritable();
      VerifyReport report = verify(targets);
      new SessionTransaction(session).run(() -> log.keep(parsed, report));
      return report;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Brings the database to the targets, in their order, under the lock. Can be called again at any
   * moment, and ends in the same state (rule 7).
   *
   * @throws LockstepException with the exit code that says how it ended
   */
  public RunReport migrate(MigrateRequest request) {
    return new MigrateRun(connector, catalog, clock, processStart, listener, request).execute();
  }

  /**
   * Makes or refreshes the role that only reads, under the lock; every {@link #migrate} that is
   * given one does the same.
   *
   * @throws LockstepException with the exit code that says how it ended
   */
  public ReaderReport grantReader(Reader reader) {
    String schema = connector.settings().schema();
    try {
      return new LockTemplate(connector, clock)
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
