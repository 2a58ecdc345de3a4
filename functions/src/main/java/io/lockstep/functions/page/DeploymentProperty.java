package io.lockstep.functions.page;

import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A property of the release and the database that the list comes from.
 *
 * @param since the time from which it holds
 */
record DeploymentProperty(String name, String value, Optional<UtcTimestamp> since) {
  /** The known properties; outside of Kubernetes there are fewer. */
  static List<DeploymentProperty> all(Snapshot now, Deployment deployment) {
    List<DeploymentProperty> facts = new ArrayList<>();
    add(facts, "Release", deployment.release());
    add(facts, "Revision", deployment.revision());
    add(facts, "Namespace", deployment.namespace());
    add(facts, "Chart", deployment.chartVersion());
    add(facts, "Targets", targets(deployment));
    add(facts, "Pod", deployment.pod());
    add(facts, "Node", deployment.node());
    add(facts, "Database", Optional.of(now.server().name()));
    add(facts, "PostgreSQL", Optional.of(now.server().version()));
    facts.add(
        now.lock()
            .map(
                lock ->
                    new DeploymentProperty(
                        "Lock", lock.name(), Optional.of(UtcTimestamp.of(lock.since()))))
            .orElseGet(() -> new DeploymentProperty("Lock", "free", Optional.empty())));
    return List.copyOf(facts);
  }

  private static void add(List<DeploymentProperty> facts, String name, Optional<String> value) {
    value.ifPresent(known -> facts.add(new DeploymentProperty(name, known, Optional.empty())));
  }

  private static Optional<String> targets(Deployment deployment) {
    return Optional.of(
            deployment.targets().stream().map(Target::toString).collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }
}
