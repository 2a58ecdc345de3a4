package io.lockstep.plan;

import io.lockstep.catalog.Batch;
import io.lockstep.catalog.Callback;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.Script;
import io.lockstep.history.StepAction;
import io.lockstep.history.UndoScript;
import io.lockstep.history.UnfinishedStep;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;

/** One action on one app. */
public sealed interface Step {
  /** What it does. */
  StepAction action();

  /** The words of its script's name. */
  String description();

  /** The name of the script to run. */
  String script();

  /** The script's place: a path, or the database. */
  String file();

  /** True if it must run outside a transaction. */
  boolean noTransaction();

  /** Present if its one statement runs in batches, each in a transaction of its own. */
  default Optional<Batch> batch() {
    return Optional.empty();
  }

  /**
   * Applies one version.
   *
   * @param contract true if the application's previous version can't work after it
   * @param requires the versions to store with it, so that none is taken back before it
   * @param undo the undo script to store with it, so that any image can take it back
   */
  record Apply(
      Migration migration,
      boolean noTransaction,
      boolean outOfOrder,
      boolean contract,
      List<Requirement> requires,
      Optional<UndoScript.OnDisk> undo,
      Optional<Batch> batch)
      implements Step {
    @Override
    public StepAction action() {
      return StepAction.APPLY;
    }

    @Override
    public String description() {
      return migration.description();
    }

    @Override
    public String script() {
      return migration.script().name();
    }

    @Override
    public String file() {
      return migration.script().toString();
    }
  }

  /** Takes one version back. */
  record Undo(Version version, String description, UndoScript undo, String file) implements Step {
    @Override
    public StepAction action() {
      return StepAction.UNDO;
    }

    @Override
    public String script() {
      return undo.script();
    }

    @Override
    public boolean noTransaction() {
      return undo.noTransaction();
    }

    @Override
    public Optional<Batch> batch() {
      return undo.batch();
    }
  }

  /** Applies a repeatable, for the first time or because it has changed. */
  record Repeat(Repeatable repeatable, boolean noTransaction) implements Step {
    @Override
    public StepAction action() {
      return StepAction.REPEAT;
    }

    @Override
    public String description() {
      return repeatable.description();
    }

    @Override
    public String script() {
      return repeatable.script().name();
    }

    @Override
    public String file() {
      return repeatable.script().toString();
    }
  }

  /** Runs a callback, which leaves no row in the history. */
  record Call(Callback callback, boolean noTransaction) implements Step {
    @Override
    public StepAction action() {
      return StepAction.CALL;
    }

    @Override
    public String description() {
      return callback.name().event().toString();
    }

    @Override
    public String script() {
      return callback.script().name();
    }

    @Override
    public String file() {
      return callback.script().toString();
    }
  }

  /** This step, but outside a transaction. */
  default Step withoutTransaction() {
    if (this instanceof Apply apply) {
      return new Apply(
          apply.migration(),
          true,
          apply.outOfOrder(),
          apply.contract(),
          apply.requires(),
          apply.undo(),
          apply.batch());
    }
    if (this instanceof Undo undo) {
      return new Undo(
          undo.version(), undo.description(), undo.undo().withoutTransaction(), undo.file());
    }
    return this instanceof Call call
        ? new Call(call.callback(), true)
        : new Repeat(((Repeat) this).repeatable(), true);
  }

  /** The file that it runs; empty for an undo, whose script may be in the database. */
  default Optional<Script> onDisk() {
    if (this instanceof Apply apply) {
      return Optional.of(apply.migration().script());
    }
    if (this instanceof Repeat repeat) {
      return Optional.of(repeat.repeatable().script());
    }
    return this instanceof Call call ? Optional.of(call.callback().script()) : Optional.empty();
  }

  /** True if it applies a version or a repeatable. */
  default boolean applies() {
    return this instanceof Apply || this instanceof Repeat;
  }

  /** The version that it applies or takes back; empty for a repeatable or a callback. */
  default Optional<Version> migrationVersion() {
    if (this instanceof Apply apply) {
      return Optional.of(apply.migration().version());
    }
    return this instanceof Undo undo ? Optional.of(undo.version()) : Optional.empty();
  }

  /** True if it repeats that step. */
  default boolean repeats(UnfinishedStep step) {
    return action() == step.action()
        && migrationVersion().filter(step.version()::equals).isPresent();
  }
}
