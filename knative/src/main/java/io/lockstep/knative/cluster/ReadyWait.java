package io.lockstep.knative.cluster;

import io.lockstep.LockstepException;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.polling.CheckFailure;
import io.lockstep.knative.polling.Deadline;
import io.lockstep.knative.polling.NoAnswerException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Waits until a service is ready. It asks again and again instead of watching: one right less is
 * needed, and a connection that breaks needs no further thought.
 */
public final class ReadyWait {
  /**
   * The time for which Ready must be False to count. It is False for a moment between two
   * generations, and while a container is started again.
   */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final KnativeService service;
  private final ChangeLog log;
  private OptionalLong failingSince = OptionalLong.empty();

  public ReadyWait(KnativeService service, ChangeLog log) {
    this.service = service;
    this.log = log;
  }

  /**
   * Waits, and says what changes.
   *
   * @return the service when it is ready
   * @throws LockstepException if it has failed, or isn't ready in time
   */
  public ServiceState until(Deadline deadline) {
    LockstepException problem;
    do {
      try {
        ServiceState state = service.look();
        Condition ready = state.ready();
        print(state, ready);
        if (ready.status() == Condition.Status.TRUE) {
          return state;
        }
        if (hasFailed(ready)) {
          throw CheckFailure.of(
              service.toString(),
              "it has failed: " + state.whyNotReady(),
              "Fix it and apply it again." + service.logsOf(state));
        }
        problem =
            CheckFailure.of(
                service.toString(),
                "not ready within " + deadline + ": " + state.whyNotReady(),
                "Run it again to go on waiting." + service.logsOf(state));
      } catch (NoAnswerException e) {
        log.print("kubernetes", "Kubernetes doesn't answer, trying again: " + e.getMessage());
        problem = service.unreachable(e, deadline);
      }
    } while (deadline.pause());
    throw problem;
  }

  private void print(ServiceState state, Condition ready) {
    log.print("kubernetes", "generation " + state.generation() + " of " + service);
    if (!state.isObserved()) {
      log.print(Condition.READY, ready.toString());
      return; // its conditions and its newest revision are those of an older generation
    }
    state.conditions().forEach(condition -> log.print(condition.type(), condition.toString()));
    if (ready.status() != Condition.Status.TRUE) {
      service.printDiagnostics(state, log);
    }
  }

  private boolean hasFailed(Condition ready) {
    if (ready.status() != Condition.Status.FALSE) {
      failingSince = OptionalLong.empty();
      return false;
    }
    long now = System.nanoTime();
    failingSince = OptionalLong.of(failingSince.orElse(now));
    return now - failingSince.getAsLong() >= SETTLED.toNanos();
  }
}
