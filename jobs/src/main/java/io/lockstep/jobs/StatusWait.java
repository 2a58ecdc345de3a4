package io.lockstep.jobs;

import io.lockstep.Pace;
import io.lockstep.status.Status;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks until all is as wanted, and logs what has changed since the last look. */
final class StatusWait {
  private static final Logger log = LoggerFactory.getLogger(StatusWait.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final JobFunctions functions;
  private final StatusRequest request;
  private final Pace pace;

  StatusWait(JobFunctions functions, StatusRequest request, Pace pace) {
    this.functions = functions;
    this.request = request;
    this.pace = pace;
  }

  /** The last look: all is reached, or this much time has passed. */
  Status until(Duration patience) {
    Duration start = pace.elapsed();
    List<String> said = List.of();
    while (true) {
      Status status = functions.status(request);
      if (status.reached() || pace.elapsed().minus(start).compareTo(patience) >= 0) {
        return status;
      }
      List<String> before = said;
      said = status.facts();
      said.stream().filter(line -> !before.contains(line)).forEach(log::info);
      pace.pause(POLL);
    }
  }
}
