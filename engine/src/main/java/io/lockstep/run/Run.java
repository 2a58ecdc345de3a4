package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.database.Pooler;
import io.lockstep.database.Session;
import io.lockstep.database.SqlStates;
import io.lockstep.lock.Fence;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.LeaseRow;
import io.lockstep.lock.MigrationLock;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.RolloutRegistry;
import io.lockstep.rollout.TurnWait;
import io.lockstep.targets.Target;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of migrate: waits for its turn and for the lock, and works under it. */
final class Run {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  static final int RECONNECTIONS = 5;

  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;
  private final ProcessStartTime processStart;
  private final RunListener listener;
  private final MigrateRequest request;
  private final Work work;
  private Holder holder;
  private boolean heldOnce;

  Run(
      Connector connector,
      Catalog catalog,
      CancellableClock clock,
      ProcessStartTime processStart,
      RunListener listener,
      MigrateRequest request) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
    this.processStart = processStart;
    this.listener = listener;
    this.request = request;
    this.work = new Work(connector, catalog, clock, listener, request);
    this.holder = Holder.thisProcess(HostName.get());
  }

  /**
   * Runs; a lost connection is taken up again, and what had committed is looked up, not guessed.
   */
  RunReport execute() {
    Optional<Rollout> rollout = request.rolloutContext().map(RolloutContext::rollout);
    listener.on(
        new RunEvent.Began(
            RunEvent.Database.of(connector.settings()),
            request.targetsText(),
            rollout.map(Rollout::release),
            rollout.flatMap(RunLog::revision),
            rollout.flatMap(RunLog::generation),
            holder.name()));
    try {
      RunReport report = untilConnected();
      listener.on(new RunEvent.Ended(report.result(), ExitCode.DONE, Optional.empty()));
      return report;
    } catch (RuntimeException e) {
      ExitCode exit = LockstepException.in(e).map(LockstepException::exit).orElse(ExitCode.FAULT);
      listener.on(new RunEvent.Ended(exit.result(), exit, Optional.of(SessionLost.reason(e))));
      throw e;
    }
  }

  private RunReport untilConnected() {
    Optional<String> movedOn = request.rolloutContext().flatMap(RolloutContext::movedOn);
    if (movedOn.isPresent()) {
      log.info("superseded: {}; nothing to do", movedOn.get());
      return RunReport.superseded();
    }
    if (request.rolloutContext().isEmpty()) {
      // Fails before connecting; with a rollout it must fail where later turns can see it.
      Target.parseAll(request.targets());
    }
    for (int lost = 0; ; lost++) {
      try {
        return once(lost > 0);
      } catch (LockstepException problem) {
        throw problem.exit() == ExitCode.UNREACHABLE ? work.inDoubt(problem) : problem;
      } catch (RuntimeException e) {
        if (SqlStates.isForbidden(e) || SqlStates.isLockTimeout(e)) {
          throw Refusals.of(e, connector, catalog, request.asked());
        }
        if (!SessionLost.isBehind(e)) {
          throw e;
        }
        if (lost == RECONNECTIONS) {
          throw work.inDoubt(SessionLost.tooOften(e, RECONNECTIONS + 1));
        }
        log.warn("the connection to the database broke: {}", SessionLost.reason(e));
      }
    }
  }

  private RunReport once(boolean again) {
    try (Session control = connector.openPrimary(holder.sessionName(), lockTimeout(), again)) {
      control.setNetworkTimeout(MigrationLock.responseTimeout(request.lease()));
      if (again) {
        refuseIfTakenOver(control);
        holder = Holder.thisProcess(HostName.get());
      }
      Pooler.refuseTransactionPooling(control, connector);
      control.applySettings(lockTimeout());
      RolloutRegistry registry = new RolloutRegistry(control.jdbc(), processStart);
      TurnWait turns = new TurnWait(control, registry, processStart, clock);
      Optional<RunReport> report;
      do {
        report = waitForTurn(turns).or(() -> withLock(control, registry, turns));
      } while (report.isEmpty());
      return report.get();
    }
  }

  /** Short enough for the lease to be extended in time, should its row be locked once. */
  private Duration lockTimeout() {
    Duration ofRow =
        Duration.ofMillis(request.lease().toMillis() / (2L * HeldLock.EXTENSIONS_PER_LEASE));
    Duration ofRun = request.retries().lockTimeout();
    return ofRun.compareTo(ofRow) < 0 ? ofRun : ofRow;
  }

  /** While we were away somebody else may have run; what we had planned is then out of date. */
  private void refuseIfTakenOver(Session control) {
    boolean ours =
        control.hasLockstepSchema()
            && LeaseRow.read(control.jdbc())
                .filter(row -> row.token().equals(holder.token()))
                .isPresent();
    if (heldOnce && !ours) {
      throw work.givenUpLater(control.jdbc(), Fence.lost());
    }
  }

  /** Waits without the lock; a report means that there is nothing left to do. */
  private Optional<RunReport> waitForTurn(TurnWait turns) {
    return request
        .rolloutContext()
        .flatMap(
            rolloutContext ->
                rolloutContext
                    .turn()
                    .flatMap(turn -> without(turns.await(rolloutContext, turn), rolloutContext)));
  }

  /**
   * While we waited for the lock, a later turn or a newer rollout may have begun, so it is looked
   * at again before anything is planned. Empty if others have to come first: then we wait for them,
   * without the lock.
   */
  private Optional<RunReport> withLock(Session control, RolloutRegistry registry, TurnWait turns) {
    try (HeldLock lock = acquire(control)) {
      Optional<Long> rollout = Optional.empty();
      if (request.rolloutContext().isPresent()) {
        RolloutContext rolloutContext = request.rolloutContext().get();
        if (rolloutContext.turn().isPresent()) {
          Optional<TurnWait.Result> now = turns.look(rolloutContext, rolloutContext.turn().get());
          Optional<RunReport> without = now.flatMap(result -> without(result, rolloutContext));
          if (now.isEmpty() || without.isPresent()) {
            return without;
          }
        }
        rollout = registry.enter(rolloutContext);
        if (rollout.isEmpty()) {
          return Optional.of(superseded(rolloutContext));
        }
      }
      heldOnce = true;
      return Optional.of(work.underLock(control, holder, lock, rollout));
    }
  }

  /** What is reported where there is nothing to do. */
  private static Optional<RunReport> without(
      TurnWait.Result result, RolloutContext rolloutContext) {
    return switch (result) {
      case SUPERSEDED -> Optional.of(superseded(rolloutContext));
      case DONE_BEFORE -> {
        log.info("nothing to do: a later turn has begun, so {} was done before", rolloutContext);
        yield Optional.of(RunReport.doneBefore());
      }
      case GO -> Optional.empty();
    };
  }

  private HeldLock acquire(Session control) {
    listener.on(new RunEvent.WaitBegan());
    boolean obtained = false;
    try {
      HeldLock lock =
          new MigrationLock(control, holder, request.lease(), clock).acquire(request.lockWait());
      obtained = true;
      return lock;
    } finally {
      listener.on(new RunEvent.WaitEnded(obtained));
    }
  }

  private static RunReport superseded(RolloutContext rolloutContext) {
    log.info(
        "superseded: a newer rollout than {} has run; nothing was done", rolloutContext.rollout());
    return RunReport.superseded();
  }
}
