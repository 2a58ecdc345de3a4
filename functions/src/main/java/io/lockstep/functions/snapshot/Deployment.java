package io.lockstep.functions.snapshot;

import io.lockstep.targets.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The release that this process belongs to, from the chart's environment variables. Outside of
 * Kubernetes all of it may be missing.
 *
 * @param chart the chart's name for {@code helm upgrade}
 * @param releaseOfJobs the release as its Jobs name it; a dependency's have more than its name
 * @param revision Helm's; pods don't have it, {@link DeployedSnapshot} does
 * @param values where in the release's values those of the chart are, if it is a dependency of
 *     another one; else empty
 * @param rollout the name of this process's rollout, or the hash in it
 * @param current the rollout that the release was at when this process was started
 * @param targets the revision's targets, in order
 */
public record Deployment(
    Optional<String> appVersion,
    Optional<String> chartVersion,
    String chart,
    Optional<String> values,
    Optional<String> namespace,
    Optional<String> release,
    Optional<String> releaseOfJobs,
    Optional<String> revision,
    Optional<String> pod,
    Optional<String> node,
    Optional<String> rollout,
    Optional<String> current,
    List<Target> targets) {

  /**
   * Reads LOCKSTEP_APP_VERSION and its like; LOCKSTEP_TARGETS has one target a line, or commas.
   *
   * @throws io.lockstep.LockstepException if a target can't be read
   */
  public static Deployment of(Function<String, Optional<String>> variables) {
    Optional<String> namespace = variables.apply("LOCKSTEP_NAMESPACE");
    Optional<String> release = variables.apply("LOCKSTEP_RELEASE");
    return new Deployment(
        variables.apply("LOCKSTEP_APP_VERSION"),
        variables.apply("LOCKSTEP_CHART_VERSION"),
        variables.apply("LOCKSTEP_CHART").orElse("./chart"),
        variables.apply("LOCKSTEP_VALUES"),
        namespace,
        release,
        variables
            .apply("LOCKSTEP_JOBS_RELEASE")
            .or(() -> namespace.flatMap(space -> release.map(name -> space + "/" + name))),
        variables.apply("LOCKSTEP_REVISION"),
        variables.apply("LOCKSTEP_POD"),
        variables.apply("LOCKSTEP_NODE"),
        variables.apply("LOCKSTEP_GENERATION"),
        variables.apply("LOCKSTEP_CURRENT"),
        targets(variables.apply("LOCKSTEP_TARGETS").orElse("")));
  }

  /** Whether the release had gone on to another rollout when this process was started. */
  public boolean isLeft() {
    return rollout.isPresent() && current.isPresent() && !rollout.equals(current);
  }

  /** The same, at this revision. */
  Deployment at(Optional<String> helmRevision) {
    return with(helmRevision, targets);
  }

  /** The same, of a database that the targets are not meant for. */
  public Deployment withoutTargets() {
    return with(revision, List.of());
  }

  private Deployment with(Optional<String> helmRevision, List<Target> others) {
    return new Deployment(
        appVersion,
        chartVersion,
        chart,
        values,
        namespace,
        release,
        releaseOfJobs,
        helmRevision,
        pod,
        node,
        rollout,
        current,
        others);
  }

  private static List<Target> targets(String text) {
    return Arrays.stream(text.split("[,\n]"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(Target::parse)
        .toList();
  }
}
