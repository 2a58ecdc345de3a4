package io.lockstep.functions.page;

import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something to know about where the list comes from.
 *
 * @param since from when on it is so
 */
record Fact(String name, String value, Optional<Moment> since) {
  /** What is known; outside of Kubernetes that is less. */
  static List<Fact> all(Snapshot now, Deployment deployment) {
    List<Fact> facts = new ArrayList<>();
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
            .map(lock -> new Fact("Lock", lock.name(), Optional.of(Moment.of(lock.since()))))
            .orElseGet(() -> new Fact("Lock", "free", Optional.empty())));
    return List.copyOf(facts);
  }

  private static void add(List<Fact> facts, String name, Optional<String> value) {
    value.ifPresent(known -> facts.add(new Fact(name, known, Optional.empty())));
  }

  private static Optional<String> targets(Deployment deployment) {
    return Optional.of(
            deployment.targets().stream().map(Target::toString).collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty());
  }
}
