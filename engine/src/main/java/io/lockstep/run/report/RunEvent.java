package io.lockstep.run.report;

import io.lockstep.ExitCode;
import io.lockstep.RunResult;
import io.lockstep.database.Settings;
import io.lockstep.history.StepAction;
import io.lockstep.lock.Holder;
import io.lockstep.plan.Plan;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import java.util.Optional;

/** An event of a run. A run begins and ends once; all other events come in between. */
public sealed interface RunEvent {
  /**
   * The run begins; it has not connected to the database yet.
   *
   * @param targets as the user wrote them, with commas
   */
  record Began(
      Database database,
      String targets,
      Optional<String> release,
      Optional<Long> revision,
      Optional<String> generation,
      String holder)
      implements RunEvent {
    public static Began of(Settings settings, MigrateRequest request, Holder holder) {
      Optional<Rollout> rollout = request.rolloutContext().map(RolloutContext::rollout);
      return new Began(
          Database.of(settings),
          request.targetsText(),
          rollout.map(Rollout::release),
          rollout.flatMap(Rollout::revision),
          rollout.flatMap(Rollout::generation),
          holder.name());
    }
  }

  /**
   * The database that is migrated.
   *
   * @param schema the schema in which the migrations run
   */
  record Database(String host, int port, String name, String schema) {
    public static Database of(Settings settings) {
      return new Database(settings.host(), settings.port(), settings.database(), settings.schema());
    }
  }

  /** The run begins to wait for the lock, again after each lost connection. */
  record WaitBegan() implements RunEvent {}

  /** The run has the lock, or has given up. */
  record WaitEnded(boolean obtained) implements RunEvent {}

  /**
   * The execution of a target's plan begins.
   *
   * @param from the version of the app now
   * @param to its version at the end
   */
  record TargetBegan(String app, String target, String from, String to) implements RunEvent {
    public static TargetBegan of(Plan plan) {
      return new TargetBegan(
          plan.app().name().text(), plan.target().toString(), plan.from(), plan.to());
    }
  }

  /**
   * A step begins.
   *
   * @param number from 1, among the {@code of} steps of the target
   * @param transaction whether the step has one
   */
  record StepBegan(
      int number, int of, String app, StepAction action, String script, boolean transaction)
      implements RunEvent {}

  /**
   * The step has committed or failed.
   *
   * @param error the reason why it failed; empty if it has committed
   */
  record StepEnded(Optional<String> error) implements RunEvent {}

  /**
   * The run ends.
   *
   * @param reason the reason why it did not reach its targets
   */
  record Ended(RunResult result, ExitCode exit, Optional<String> reason) implements RunEvent {}
}
