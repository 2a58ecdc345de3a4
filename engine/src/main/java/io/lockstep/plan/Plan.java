package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Callback;
import io.lockstep.catalog.Callbacks;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Script;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.plan.contract.ContractLine;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ordered steps from the database's present version to one target.
 *
 * @param target the target that was asked for
 * @param app the app as it is on disk
 * @param from the version before, {@code zero} for none
 * @param to the version after
 * @param steps in order; empty if the database is at the target already, and the app has no
 *     callbacks
 * @param accepted changed migrations whose new checksum is to be recorded
 * @param notes notes for people, one line each
 * @param unfinished a step that an earlier run began and did not end: the first step repeats it; if
 *     it doesn't, the step's mark is out of date or accepted, and is removed before any step
 * @param waiting the steps to the target that wait until old pods are gone; a later run takes them
 */
public record Plan(
    Target target,
    App app,
    String from,
    String to,
    List<Step> steps,
    List<Migration> accepted,
    List<String> notes,
    Optional<UnfinishedStep> unfinished,
    List<Step> waiting) {
  /** True if there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty() && accepted.isEmpty() && unfinished.isEmpty();
  }

  /** True if the first step is the unfinished one, done again. */
  public boolean repeatsUnfinished() {
    return unfinished.filter(this::startsWith).isPresent();
  }

  /** The callbacks of the app; none on the way to zero, where they would find nothing. */
  public Callbacks callbacks() {
    return target.goal() instanceof Goal.Zero ? Callbacks.NONE : app.callbacks();
  }

  /** The scripts on disk that it may execute. */
  public Stream<Script> scriptsOnDisk() {
    return Stream.concat(
        callbacks().all().stream().map(Callback::script),
        steps.stream().flatMap(step -> step.onDisk().stream()));
  }

  /** True if it takes back migrations. */
  public boolean takesBack() {
    return steps.stream().anyMatch(Step.Undo.class::isInstance);
  }

  /** True if its first step, callbacks aside, repeats that one. */
  boolean startsWith(UnfinishedStep step) {
    return steps.stream()
        .filter(first -> !(first instanceof Step.Call))
        .findFirst()
        .filter(first -> first.repeats(step))
        .isPresent();
  }

  /** True if no version of the app is applied any more once this one is taken back. */
  public boolean leavesNothingAfter(Version undone) {
    return target.goal() instanceof Goal.Zero
        && waiting.isEmpty()
        && lastUndone().filter(undone::equals).isPresent();
  }

  /** Asked with each step, so it does not look at all of them. */
  private Optional<Version> lastUndone() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) instanceof Step.Undo undo) {
        return Optional.of(undo.version());
      }
    }
    return Optional.empty();
  }

  /** True if what waits is to be taken back. */
  public boolean holdsBack() {
    return waiting.stream().anyMatch(Step.Undo.class::isInstance);
  }

  /** What waits, for people; empty if nothing does. */
  public Optional<String> waits() {
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Stream.of(
                    ContractLine.waits(names(waiting, Step.Undo.class), true),
                    ContractLine.waits(names(waiting, Step.Apply.class), false))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; ")));
  }

  private static List<String> names(List<Step> steps, Class<? extends Step> kind) {
    return steps.stream()
        .filter(kind::isInstance)
        .map(
            step ->
                step instanceof Step.Undo undo
                    ? undo.version().toString()
                    : step.onDisk().map(Script::fileName).orElse(step.script()))
        .toList();
  }

  /** The versions that wait. */
  public List<Version> waitingVersions() {
    return waiting.stream().flatMap(step -> step.migrationVersion().stream()).toList();
  }

  /** True if that step waits, and no other version is applied or taken back before it. */
  boolean waitsFor(UnfinishedStep step) {
    return waiting.stream().anyMatch(waits -> waits.repeats(step))
        && steps.stream().noneMatch(other -> other.migrationVersion().isPresent());
  }

  /** This plan, with more notes. */
  public Plan noting(List<String> more) {
    List<String> all = Stream.concat(notes.stream(), more.stream()).toList();
    return new Plan(target, app, from, to, steps, accepted, all, unfinished, waiting);
  }

  /** This plan with other steps. */
  public Plan with(List<Step> others) {
    return new Plan(target, app, from, to, others, accepted, notes, unfinished, waiting);
  }

  /** This plan, with a step that an earlier run began and did not end. */
  Plan meeting(UnfinishedStep step, String... more) {
    List<String> all = Stream.concat(Stream.of(more), notes.stream()).toList();
    return new Plan(target, app, from, to, steps, accepted, all, Optional.of(step), waiting);
  }
}
