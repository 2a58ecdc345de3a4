package io.lockstep.run;

import io.lockstep.CancellableClock;
import io.lockstep.LockstepException;
import io.lockstep.RunResult;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.lock.Fence;
import io.lockstep.lock.HeldLock;
import io.lockstep.lock.Holder;
import io.lockstep.lock.LeaseTable;
import io.lockstep.lock.MigrationLock;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.RolloutRegistry;
import io.lockstep.rollout.TurnWait;
import io.lockstep.rollout.WaitingSuccessor;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.session.HostName;
import io.lockstep.targets.Target;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Connects, waits for the run's turn, and then for the lock. */
final class LockAcquisition {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final Connector connector;
  private final CancellableClock clock;
  private final ProcessStartTime processStart;
  private final RunListener listener;
  private final MigrateRequest request;
  private final SessionKeeper keeper;
  private Holder holder;
  private boolean tried;
  private boolean heldOnce;

  /**
   * @param keeper may have a session, or the lock, of a run before this one
   */
  LockAcquisition(
      Connector connector,
      CancellableClock clock,
      ProcessStartTime processStart,
      RunListener listener,
      MigrateRequest request,
      SessionKeeper keeper) {
    this.connector = connector;
    this.clock = clock;
    this.processStart = processStart;
    this.listener = listener;
    this.request = request;
    this.keeper = keeper;
    this.holder = keeper.takeHolder();
  }

  /** The holder that asks for the lock; a new one after each lost connection. */
  Holder holder() {
    return holder;
  }

  /**
   * Waits for the turn and the lock.
   *
   * @param takenOver completes the error of a take-over with what a new session can find out
   * @throws LockstepException if the run does not get the lock
   */
  Admission acquire(BiFunction<JdbcClient, LockstepException, LockstepException> takenOver) {
    Optional<String> movedOn = request.rolloutContext().flatMap(RolloutContext::movedOn);
    if (movedOn.isPresent() && !tried) {
      log.info("superseded: {}; nothing to do", movedOn.get());
      return Admission.needless(RunReport.without(RunResult.SUPERSEDED));
    }
    if (request.rolloutContext().isEmpty()) {
      // A wrong target fails before connecting; in a rollout later turns must see it fail.
      Target.parseAll(request.targets());
    }
    boolean again = tried;
    tried = true;
    if (keeper.isSuperseded()) {
      return madeRoom();
    }
    Optional<LockedSession> kept = again ? Optional.empty() : keeper.takeLock();
    return kept.flatMap(this::admitWith).orElseGet(() -> acquire(again, takenOver));
  }

  /** Goes on with the lock of the run before; empty if this one must wait without it. */
  private Optional<Admission> admitWith(LockedSession kept) {
    holder = kept.lock().owner();
    RolloutRegistry registry = new RolloutRegistry(kept.control().jdbc(), processStart);
    TurnWait turns = new TurnWait(kept.control(), registry, processStart, clock);
    Optional<Admission> admission = Optional.empty();
    try {
      keeper.look(kept, request, clock.elapsed());
      admission =
          keeper.isSuperseded()
              ? Optional.of(madeRoom())
              : admit(kept.control(), kept.lock(), registry, turns);
      return admission;
    } finally {
      if (admission.flatMap(Admission::report).isPresent()) {
        keeper.giveBack(kept);
      } else if (admission.isEmpty()) {
        kept.close();
      }
    }
  }

  private Admission acquire(
      boolean again, BiFunction<JdbcClient, LockstepException, LockstepException> takenOver) {
    keeper.beginAgain();
    Optional<Session> kept = again ? Optional.empty() : keeper.takeSession();
    Session control = kept.orElseGet(() -> ControlSession.open(connector, request, holder, again));
    Optional<LockedSession> held = Optional.empty();
    try {
      if (again) {
        refuseIfTakenOver(control, takenOver);
        holder = Holder.thisProcess(HostName.get());
      }
      Admission admission = acquire(control);
      held = admission.database();
      return admission;
    } finally {
      if (held.isEmpty()) {
        control.close();
      }
    }
  }

  /** Another process may have run while this one was cut off: then the plan is out of date. */
  private void refuseIfTakenOver(
      Session control, BiFunction<JdbcClient, LockstepException, LockstepException> takenOver) {
    boolean ours =
        control.hasLockstepSchema()
            && new LeaseTable(control.jdbc())
                .read()
                .filter(row -> row.token().equals(holder.token()))
                .isPresent();
    if (heldOnce && !ours) {
      throw takenOver.apply(control.jdbc(), Fence.lost());
    }
  }

  private Admission acquire(Session control) {
    RolloutRegistry registry = new RolloutRegistry(control.jdbc(), processStart);
    TurnWait turns = new TurnWait(control, registry, processStart, clock);
    Optional<Admission> admission;
    do {
      admission = waitForTurn(turns).or(() -> lock(control, registry, turns));
    } while (admission.isEmpty());
    return admission.get();
  }

  /** Waits for the turn, without the lock. */
  private Optional<Admission> waitForTurn(TurnWait turns) {
    return request
        .rolloutContext()
        .flatMap(
            rollout ->
                rollout.turn().flatMap(turn -> needless(turns.await(rollout, turn), rollout)));
  }

  /**
   * Takes the lock, and then checks turn and rollout again, because a later turn or a newer rollout
   * may have begun meanwhile. Returns empty if an earlier turn must come first: then the run waits
   * for it without the lock.
   */
  private Optional<Admission> lock(Session control, RolloutRegistry registry, TurnWait turns) {
    HeldLock lock = lock(control, registry);
    Optional<Admission> admission = Optional.empty();
    try {
      admission = admit(control, lock, registry, turns);
      return admission;
    } finally {
      if (admission.flatMap(Admission::database).isEmpty()) {
        lock.close();
      }
    }
  }

  private Optional<Admission> admit(
      Session control, HeldLock lock, RolloutRegistry registry, TurnWait turns) {
    Optional<Long> number = Optional.empty();
    if (request.rolloutContext().isPresent()) {
      RolloutContext rollout = request.rolloutContext().get();
      if (rollout.turn().isPresent()) {
        Optional<TurnWait.Result> now = turns.look(rollout, rollout.turn().get());
        Optional<Admission> needless = now.flatMap(result -> needless(result, rollout));
        if (now.isEmpty() || needless.isPresent()) {
          return needless;
        }
      }
      number = registry.enter(rollout);
      if (number.isEmpty()) {
        return Optional.of(superseded(rollout));
      }
    }
    heldOnce = true;
    return Optional.of(Admission.granted(new LockedSession(control, lock, number)));
  }

  private static Optional<Admission> needless(TurnWait.Result result, RolloutContext rollout) {
    return switch (result) {
      case SUPERSEDED -> Optional.of(superseded(rollout));
      case DONE_BEFORE -> {
        log.info("nothing to do: a later turn has begun, so {} was done before", rollout);
        yield Optional.of(Admission.needless(RunReport.without(RunResult.DONE_BEFORE)));
      }
      case GO -> Optional.empty();
    };
  }

  private static Admission superseded(RolloutContext rollout) {
    log.info("superseded: a newer rollout than {} has run; nothing was done", rollout.rollout());
    return Admission.needless(RunReport.without(RunResult.SUPERSEDED));
  }

  /** A run that others have gone before: what they were for is the newer rollout's now. */
  private static Admission madeRoom() {
    log.info("superseded: a newer rollout of this release waits for the lock; nothing was done");
    return Admission.needless(RunReport.without(RunResult.SUPERSEDED));
  }

  private HeldLock lock(Session control, RolloutRegistry registry) {
    listener.on(new RunEvent.WaitBegan());
    boolean obtained = false;
    try {
      Optional<WaitingSuccessor> successor =
          request
              .rolloutContext()
              .map(
                  rollout -> new WaitingSuccessor(control, registry, processStart, rollout, clock));
      HeldLock lock =
          new MigrationLock(control, holder, request.lease(), clock)
              .acquire(request.lockWait(), successor);
      obtained = true;
      successor.ifPresent(WaitingSuccessor::ended);
      return lock;
    } finally {
      listener.on(new RunEvent.WaitEnded(obtained));
    }
  }
}
