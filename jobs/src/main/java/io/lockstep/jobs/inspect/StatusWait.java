package io.lockstep.jobs.inspect;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.jobs.functions.JobFunctions;
import io.lockstep.jobs.functions.StatusRequest;
import io.lockstep.status.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the status until the targets are reached, and logs each change. */
final class StatusWait {
  private static final Logger log = LoggerFactory.getLogger(StatusWait.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final JobFunctions functions;
  private final StatusRequest request;
  private final CancellableClock clock;

  StatusWait(JobFunctions functions, StatusRequest request, CancellableClock clock) {
    this.functions = functions;
    this.request = request;
    this.clock = clock;
  }

  /** The last status: all targets are reached, or the timeout has passed. */
  Status until(Duration timeout) {
    Duration end = clock.elapsed().plus(timeout);
    List<String> said = List.of();
    while (true) {
      Optional<Status> status = look(end);
      if (status.filter(s -> s.reached() || isOver(end)).isPresent()) {
        return status.get();
      }
      List<String> before = said;
      said = status.map(Status::facts).orElse(before);
      said.stream().filter(line -> !before.contains(line)).forEach(log::info);
      clock.pause(POLL);
    }
  }

  /** Empty if another session locks the tables to read, and there is time to try again. */
  private Optional<Status> look(Duration end) {
    try {
      return Optional.of(functions.status(request));
    } catch (LockstepException problem) {
      if (problem.exit() != ExitCode.LOCK_NOT_OBTAINED || isOver(end)) {
        throw problem;
      }
      log.info("looking again: {}", problem.text().lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  private boolean isOver(Duration end) {
    return clock.elapsed().compareTo(end) >= 0;
  }
}
