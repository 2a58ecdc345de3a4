package io.lockstep.knative.cluster;

import io.lockstep.LockstepException;
import io.lockstep.knative.polling.CheckFailure;
import io.lockstep.knative.polling.Deadline;
import io.lockstep.knative.polling.NoAnswerException;
import java.util.Optional;

/** The URL of a service. */
public final class ServiceUrl {
  private final KnativeService service;
  private final boolean clusterLocal;

  /**
   * @param clusterLocal the address for pods of the same cluster
   */
  public ServiceUrl(KnativeService service, boolean clusterLocal) {
    this.service = service;
    this.clusterLocal = clusterLocal;
  }

  /**
   * Its URL, as soon as it has one.
   *
   * @throws LockstepException if there is no such service, or no URL in time
   */
  public String find(Deadline deadline) {
    LockstepException problem;
    do {
      try {
        ServiceState state = service.look();
        Optional<String> url = clusterLocal ? state.clusterLocalUrl() : state.url();
        if (url.isPresent()) {
          return url.get();
        }
        problem =
            CheckFailure.of(
                "the URL of " + service,
                "it has none yet: " + state.whyNotReady(),
                "Run it again, with --timeout 60s to wait longer.");
      } catch (NoAnswerException e) {
        problem = service.unreachable(e, deadline);
      }
    } while (deadline.pause());
    throw problem;
  }
}
