package io.lockstep.functions.snapshot;

import io.lockstep.targets.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which release this process belongs to, as the chart's environment variables say; all of it may be
 * missing outside of Kubernetes.
 *
 * @param chart what {@code helm upgrade} takes as its chart
 * @param targets the revision's targets, in order
 */
public record Deployment(
    Optional<String> appVersion,
    Optional<String> chartVersion,
    String chart,
    Optional<String> namespace,
    Optional<String> release,
    Optional<String> revision,
    Optional<String> pod,
    Optional<String> node,
    List<Target> targets) {

  /**
   * Reads LOCKSTEP_APP_VERSION and its like; LOCKSTEP_TARGETS has one target a line, or commas.
   *
   * @throws io.lockstep.Problem if a target can't be read
   */
  public static Deployment of(Function<String, Optional<String>> variables) {
    return new Deployment(
        variables.apply("LOCKSTEP_APP_VERSION"),
        variables.apply("LOCKSTEP_CHART_VERSION"),
        variables.apply("LOCKSTEP_CHART").orElse("./chart"),
        variables.apply("LOCKSTEP_NAMESPACE"),
        variables.apply("LOCKSTEP_RELEASE"),
        variables.apply("LOCKSTEP_REVISION"),
        variables.apply("LOCKSTEP_POD"),
        variables.apply("LOCKSTEP_NODE"),
        targets(variables.apply("LOCKSTEP_TARGETS").orElse("")));
  }

  private static List<Target> targets(String text) {
    return Arrays.stream(text.split("[,\n]"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(Target::parse)
        .toList();
  }
}
