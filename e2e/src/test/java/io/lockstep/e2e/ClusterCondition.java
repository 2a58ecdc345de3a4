package io.lockstep.e2e;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether there is a cluster to test on; says once why not. */
final class ClusterCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Reason.AGAINST
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a cluster"));
  }

  /** Found once for all classes. */
  private static final class Reason {
    static final Optional<String> AGAINST = find();

    private static Optional<String> find() {
      Optional<String> reason = missing();
      reason.ifPresent(text -> System.out.println("e2e: skipped, since " + text));
      return reason;
    }

    private static Optional<String> missing() {
      if (System.getenv("KUBECONFIG") == null) {
        return Optional.of("KUBECONFIG names no cluster");
      }
      if (Image.given().isEmpty()) {
        return Optional.of("LOCKSTEP_E2E_IMAGE names no image; e2e/images builds and loads it");
      }
      try {
        Command.Result nodes =
            Command.run(List.of("kubectl", "get", "nodes", "--request-timeout=10s"));
        return nodes.exit() == 0 ? Optional.empty() : Optional.of("there is no cluster: " + nodes);
      } catch (UncheckedIOException e) {
        return Optional.of("there is no kubectl: " + e.getCause().getMessage());
      }
    }
  }
}
