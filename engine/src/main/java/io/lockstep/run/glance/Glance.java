package io.lockstep.run.glance;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.RunResult;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.lock.Holder;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Planner;
import io.lockstep.plan.check.CallbackSteps;
import io.lockstep.plan.contract.AppRuns;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.RolloutRegistry.Standing;
import io.lockstep.rollout.Turn;
import io.lockstep.run.report.Commit;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.session.ReaderGrants;
import io.lockstep.sql.SqlStates;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Ends a run with nothing to do before it takes the lock, with two statements: one reads, one
 * records the run and its rollout. Whatever is unusual is left to a run under the lock, and so is
 * whatever would be refused.
 *
 * <p>The run counts as of the moment of the first statement. The second one writes only if nobody
 * has, or gets, the lock while it writes, and if no run and no rollout has come in between (rules 1
 * and 6).
 */
public final class Glance {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Catalog catalog;
  private final Settings settings;
  private final MigrateRequest request;
  private final ProcessStartTime processStart;
  private final RunListener listener;
  private final boolean readerIsSet;

  /**
   * @param settings of the database, and the schema in which the migrations run
   * @param processStart the start time of this process
   * @param readerIsSet true if a run of this process has set the reader's password in this
   *     database, so that only its rights must be looked at
   */
  public Glance(
      Catalog catalog,
      Settings settings,
      MigrateRequest request,
      ProcessStartTime processStart,
      RunListener listener,
      boolean readerIsSet) {
    this.catalog = catalog;
    this.settings = settings;
    this.request = request;
    this.processStart = processStart;
    this.listener = listener;
    this.readerIsSet = readerIsSet;
  }

  /**
   * Looks, and records the run if there is nothing to do.
   *
   * @param session is settled, and has nothing else to do
   * @param holder this process, in the run log
   * @param commit whether the record must be on disk when this returns
   * @return the run's report; empty if a run under the lock must look
   * @throws DataAccessException if the session is gone
   */
  public Optional<RunReport> look(Session session, Holder holder, Commit commit) {
    if (!session.hasLockstepSchema() || isMoreThanTargets() || isOneOfManyTurns()) {
      return Optional.empty();
    }
    try {
      return tables().flatMap(tables -> look(session, holder, tables, commit));
    } catch (LockstepException e) {
      log.debug("not at a glance", e); // the run under the lock says it, and records it
      return Optional.empty();
    } catch (DataAccessException e) {
      if (SqlStates.isSessionGone(e)) {
        throw e;
      }
      log.debug("not at a glance", e);
      return Optional.empty();
    }
  }

  /** A reader's password can't be compared, and what was accepted must be noted. */
  private boolean isMoreThanTargets() {
    PlanOptions options = request.options();
    return (request.reader().isPresent() && !readerIsSet)
        || !options.acceptChanged().isEmpty()
        || !options.acceptUnfinished().isEmpty()
        || !options.undoFromFile().isEmpty()
        || !options.fromZero().isEmpty();
  }

  private boolean isOneOfManyTurns() {
    return request
        .rolloutContext()
        .flatMap(RolloutContext::turn)
        .filter(turn -> !turn.equals(new Turn(1, 1)))
        .isPresent();
  }

  /** The history tables of the targets' apps; empty if one of them is not on disk. */
  private Optional<SortedMap<AppName, String>> tables() {
    SortedMap<AppName, String> tables = new TreeMap<>();
    for (Target target : Target.parseAll(request.targets())) {
      Optional<App> app = catalog.app(target.app());
      if (app.isEmpty()) {
        return Optional.empty();
      }
      tables.put(target.app(), app.get().historyTable());
    }
    return Optional.of(tables);
  }

  private Optional<RunReport> look(
      Session session, Holder holder, SortedMap<AppName, String> tables, Commit commit) {
    Sight sight = Sight.read(session.jdbc(), settings.schema(), tables, request.rolloutContext());
    Optional<Standing> standing =
        request.rolloutContext().map(rollout -> sight.rollout().standing(rollout, processStart));
    if (sight.unusual()
        || standing.filter(Standing.SUPERSEDED::equals).isPresent()
        || !sight.histories().values().stream().allMatch(Glance::isOrdinary)) {
      return Optional.empty();
    }
    List<Plan> plans = plans(session, sight);
    if (!plans.stream().allMatch(Glance::isNothing)
        || !hasReaderAllRights(session)
        || !new GlanceRecord(session, settings.schema(), request, holder.name())
            .write(plans, sight, standing, processStart, commit)) {
      return Optional.empty();
    }
    return Optional.of(report(plans, holder));
  }

  private static boolean isOrdinary(AppHistory history) {
    return history.current().isPresent() && !history.hasFailed() && history.unreadable().isEmpty();
  }

  private List<Plan> plans(Session session, Sight sight) {
    DatabaseState state =
        DatabaseState.settled(sight.histories(), session.jdbc(), settings.schema());
    List<Plan> plans =
        new Planner(
                catalog.in(sight::values),
                state,
                request.options(),
                new AppRuns(session.jdbc(), settings.schema()))
            .plan(Target.parseAll(request.targets()));
    return new CallbackSteps(session.jdbc(), settings.schema(), state.standardStrings())
        .into(plans);
  }

  private static boolean isNothing(Plan plan) {
    return plan.isEmpty() && plan.waiting().isEmpty() && plan.notes().isEmpty();
  }

  private boolean hasReaderAllRights(Session session) {
    return request.reader().isEmpty()
        || new ReaderGrants(session, settings.schema(), catalog, request.reader().get()).areThere();
  }

  private RunReport report(List<Plan> plans, Holder holder) {
    RunReport report =
        new RunReport(
            RunResult.NOTHING_TO_DO,
            plans.stream().map(RunReport.TargetReport::of).toList(),
            List.of(),
            List.of());
    listener.on(RunEvent.Began.of(settings, request, holder));
    plans.forEach(plan -> listener.on(RunEvent.TargetBegan.of(plan)));
    listener.on(new RunEvent.Ended(report.result(), ExitCode.DONE, Optional.empty()));
    log.info("{}: {}", report.result(), report.versions());
    return report;
  }
}
