package io.lockstep.plan;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.AppHistory;
import io.lockstep.history.BatchProgress;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Makes sure that an app with an {@linkplain UnfinishedStep unfinished step} goes on with that same
 * step. Any other step would rely on a wrong history: a half-built index would stay for good, and a
 * half-dropped one would stay missing.
 */
public final class UnfinishedCheck {
  private final DatabaseState state;
  private final PlanOptions options;
  private final BiFunction<Target, ContractPhase, Plan> outOfOrder;

  /**
   * @param outOfOrder plans one target in a phase, with versions below the current one allowed
   */
  UnfinishedCheck(
      DatabaseState state,
      PlanOptions options,
      BiFunction<Target, ContractPhase, Plan> outOfOrder) {
    this.state = state;
    this.options = options;
    this.outOfOrder = outOfOrder;
  }

  /**
   * The same plans, with a note in those that repeat an unfinished step, or leave it behind.
   *
   * @throws LockstepException {@link ExitCode#REFUSED} if an app with an unfinished step begins
   *     with another one, or has no step at all
   */
  List<Plan> check(List<Plan> plans) {
    Map<AppName, UnfinishedStep> open = new HashMap<>(state.unfinished());
    List<Plan> checked = new ArrayList<>();
    for (Plan plan : plans) {
      Optional<UnfinishedStep> met = Optional.ofNullable(open.get(plan.app().name()));
      Optional<Plan> settled = met.flatMap(step -> settle(plan, step));
      settled.ifPresent(p -> open.remove(p.app().name()));
      checked.add(settled.orElse(plan));
    }
    for (Plan plan : plans) {
      Optional.ofNullable(open.get(plan.app().name()))
          .ifPresent(
              step -> {
                throw refused(plan, step);
              });
    }
    return List.copyOf(checked);
  }

  /** Empty if the plan has no step, so that a later target's plan may begin with the right one. */
  private Optional<Plan> settle(Plan plan, UnfinishedStep step) {
    if (step.isOutOfDate(state.history(plan.app().name()))) {
      return Optional.of(plan.meeting(step));
    }
    if (plan.startsWith(step)) {
      return Optional.of(
          plan.meeting(
              step,
              began(step)
                  + batch(plan, step)
                      .map(text -> "; " + text + ", and it goes on from there")
                      .orElse(" and did not end well; it is done again")));
    }
    if (options.acceptUnfinished().contains(step.version())) {
      return Optional.of(
          plan.meeting(step, began(step) + " and did not end well; what is there now is accepted"));
    }
    if (plan.waitsFor(step)) {
      return Optional.of(
          plan.noting(
              List.of(
                  began(step)
                      + " and did not end well; it waits, and is done again when the pods are gone")));
    }
    if (plan.steps().isEmpty()) {
      return Optional.empty();
    }
    throw refused(plan, step);
  }

  private static String began(UnfinishedStep step) {
    return "%s %s was begun by %s at %s"
        .formatted(
            step.action(),
            step.script(),
            step.holder(),
            step.beganAt().truncatedTo(ChronoUnit.SECONDS));
  }

  /** What a step in batches has done so far. */
  private Optional<String> batch(Plan plan, UnfinishedStep step) {
    return state
        .begun(plan.app().name(), step.action(), step.version())
        .map(b -> BatchProgress.rowsText(b.rows(), b.batches()) + " are changed so far");
  }

  private LockstepException refused(Plan plan, UnfinishedStep step) {
    String byHand =
        switch (step.action()) {
              case APPLY -> "take away by hand what is there of it";
              case UNDO -> "put back by hand what it has taken away";
              case REPEAT, CALL, UNKNOWN -> "finish by hand what it was to do";
            }
            + ", and pass --accept-unfinished "
            + step.version()
            + ".";
    return new LockstepException(
        ExitCode.REFUSED,
        "target \"" + plan.target() + "\"",
        began(step)
            + batch(plan, step)
                .map(text -> ", and " + text)
                .orElse(", has no transaction, and did not end well: part of it may be done"),
        command(plan.app().name(), step)
            .map(command -> "Do it again with: " + command + "; or " + byHand)
            .orElse("Do it again with the image that began it; or " + byHand));
  }

  /** The command that does the step again; empty if this image can't, or not as the first step. */
  private Optional<String> command(AppName app, UnfinishedStep step) {
    Optional<Version> current = state.history(app).current();
    boolean below = current.filter(c -> c.compareTo(step.version()) > 0).isPresent();
    Target target = new Target(app, goal(state.history(app), step, below));
    String command = options.command() + " \"" + target + "\"" + (below ? " --out-of-order" : "");
    if (leads(target, options.phase(), step)) {
      return Optional.of(command);
    }
    return leads(target, ContractPhase.AFTER_ROLLOUT, step)
        ? Optional.of(command + " --contract")
        : Optional.empty();
  }

  private boolean leads(Target target, ContractPhase phase, UnfinishedStep step) {
    try {
      return outOfOrder.apply(target, phase).startsWith(step);
    } catch (LockstepException cannotBePlanned) {
      return false;
    }
  }

  private static Goal goal(AppHistory history, UnfinishedStep step, boolean below) {
    return switch (step.action()) {
      case APPLY -> new Goal.At(below ? history.current().orElseThrow() : step.version());
      case UNDO, REPEAT, CALL, UNKNOWN ->
          Optional.ofNullable(history.applied().lowerKey(step.version()))
              .or(history::baseline)
              .<Goal>map(Goal.At::new)
              .orElseGet(Goal.Zero::new);
    };
  }
}
