package io.lockstep.run.report;

import io.lockstep.ExitCode;
import io.lockstep.database.Settings;
import io.lockstep.lock.Holder;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import java.util.Optional;

/** Something that happened in a run. A run begins and ends once; all else comes in between. */
public sealed interface RunEvent {
  /**
   * It begins; nothing has been asked of the database yet.
   *
   * @param targets as they were asked for, with commas
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
          rollout.flatMap(RunLogWriter::revision),
          rollout.flatMap(RunLogWriter::generation),
          holder.name());
    }
  }

  /**
   * What is migrated.
   *
   * @param schema where the migrations run
   */
  record Database(String host, int port, String name, String schema) {
    public static Database of(Settings settings) {
      return new Database(settings.host(), settings.port(), settings.database(), settings.schema());
    }
  }

  /** It wants the lock. After a lost connection it does so again. */
  record WaitBegan() implements RunEvent {}

  /** It has the lock, or gave up. */
  record WaitEnded(boolean obtained) implements RunEvent {}

  /**
   * It goes for a target.
   *
   * @param from where the app is
   * @param to where it shall be
   */
  record TargetBegan(String app, String target, String from, String to) implements RunEvent {}

  /**
   * A step begins.
   *
   * @param number from 1, of all of the target's
   * @param action apply, undo or repeat
   * @param transaction whether it has one
   */
  record StepBegan(
      int number, int of, String app, String action, String script, boolean transaction)
      implements RunEvent {}

  /**
   * The step has committed, or not.
   *
   * @param error why not
   */
  record StepEnded(Optional<String> error) implements RunEvent {}

  /**
   * It ends.
   *
   * @param result as in {@link RunReport}, or {@code refused}, {@code failed} or {@code stopped}
   * @param reason why it did not get there
   */
  record Ended(String result, ExitCode exit, Optional<String> reason) implements RunEvent {}
}
