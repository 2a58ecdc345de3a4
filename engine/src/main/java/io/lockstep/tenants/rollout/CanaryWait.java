package io.lockstep.tenants.rollout;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.RunState;
import io.lockstep.audit.TurnRun;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.rollout.ProcessStartTime;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.RolloutRegistry;
import io.lockstep.rollout.RolloutSight;
import io.lockstep.rollout.Turn;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.targets.Target;
import io.lockstep.tenants.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until this rollout has brought all canaries to their targets. It asks their databases, not
 * Kubernetes; a manual migration of a canary doesn't count.
 */
final class CanaryWait {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.tenants");
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

  private final Connector own;
  private final CancellableClock clock;
  private final RolloutContext rolloutContext;
  private final int turn;
  private final String lastTarget;
  // By the clock of each canary's server.
  private final Map<String, ProcessStartTime> processStarts = new HashMap<>();

  /**
   * @param own the defaults of each tenant
   * @param targets the targets of every tenant, in their order
   */
  CanaryWait(
      Connector own, CancellableClock clock, RolloutContext rolloutContext, List<String> targets) {
    this.own = own;
    this.clock = clock;
    // Without the Job, because it belongs to the other stage: the canaries have their own Jobs.
    this.rolloutContext = new RolloutContext(rolloutContext.rollout(), Optional.empty());
    this.turn = rolloutContext.turn().map(Turn::number).orElse(1);
    this.lastTarget = Target.parse(targets.get(targets.size() - 1)).toString();
  }

  /**
   * Waits without a limit of its own; a Job's activeDeadlineSeconds is the limit.
   *
   * @return false if a newer rollout has begun
   * @throws LockstepException {@link ExitCode#CANARY_FAILED} if a canary has failed since this
   *     process was started, in a way that another try can't fix; {@link ExitCode#UNREACHABLE}
   */
  boolean await(List<Tenant> canaries) {
    List<Tenant> waitingFor = new ArrayList<>(canaries);
    Duration said = clock.elapsed().minus(SAY_AGAIN);
    while (true) {
      Set<String> failedBefore = new TreeSet<>();
      for (Tenant canary : List.copyOf(waitingFor)) {
        switch (look(canary)) {
          case REACHED -> waitingFor.remove(canary);
          case SUPERSEDED -> {
            return false;
          }
          case FAILED_BEFORE -> failedBefore.add(canary.name());
          case NOT_YET -> {}
        }
      }
      if (waitingFor.isEmpty()) {
        return true;
      }
      if (clock.elapsed().minus(said).compareTo(SAY_AGAIN) >= 0) {
        log.info(
            "waiting for the canaries to succeed: {}{}",
            waitingFor.stream().map(Tenant::name).collect(Collectors.joining(", ")),
            failedBefore.isEmpty()
                ? ""
                : "; failed before this process was started: " + String.join(", ", failedBefore));
        said = clock.elapsed();
      }
      clock.pause(POLL);
    }
  }

  private enum Seen {
    REACHED,
    NOT_YET,
    /** It failed and must run again: its Job may be created again after the Jobs that wait. */
    FAILED_BEFORE,
    SUPERSEDED
  }

  private Seen look(Tenant canary) {
    Settings settings = canary.settings(own.settings());
    try (Session session = own.to(settings).open("lockstep canary")) {
      if (!LockstepSchema.haveTurns(session)) {
        return Seen.NOT_YET;
      }
      ProcessStartTime processStart =
          processStarts.computeIfAbsent(canary.name(), name -> new ProcessStartTime(clock));
      RolloutSight sight = new RolloutRegistry(session.jdbc(), processStart).sight(rolloutContext);
      return switch (sight.standing(rolloutContext, processStart)) {
        case SUPERSEDED -> Seen.SUPERSEDED;
        case NEW -> Seen.NOT_YET;
        case CURRENT ->
            new RunLogReader(session.jdbc())
                .newestOf(
                    rolloutContext.rollout().release(),
                    sight.number(),
                    settings.schema(),
                    processStart.at(session.jdbc()))
                .map(run -> seen(canary, run))
                .orElse(Seen.NOT_YET);
      };
    }
  }

  /**
   * The last target is enough: targets run in their order, and the first failure ends the run. A
   * run of an earlier turn has left what comes after the old pods.
   */
  private Seen seen(Tenant canary, TurnRun run) {
    if (run.exit().filter(ExitCode.finalCodes()::contains).isPresent()) {
      if (!run.since()) {
        return Seen.FAILED_BEFORE;
      }
      throw new LockstepException(
          ExitCode.CANARY_FAILED,
          "the tenants after the canaries",
          "the canary "
              + canary.name()
              + " ended with "
              + run.exit().get()
              + ": "
              + run.reasonLine(),
          "Fix that one; the others were left as they are, and run with the next rollout.");
    }
    return run.result() == RunState.DONE && run.turn() >= turn && run.target().equals(lastTarget)
        ? Seen.REACHED
        : Seen.NOT_YET;
  }
}
