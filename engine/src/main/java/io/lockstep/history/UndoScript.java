package io.lockstep.history;

import io.lockstep.catalog.Batch;
import io.lockstep.catalog.Script;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Optional;

/**
 * A script that takes a version back. Its text is read only when it is needed: the texts of one
 * plan may together be more than fits into memory.
 */
public sealed interface UndoScript {
  /** Its file's name. */
  String script();

  /** True if it runs outside a transaction. */
  boolean noTransaction();

  /** Present if its one statement runs in batches. */
  Optional<Batch> batch();

  /** This script, but outside a transaction. */
  UndoScript withoutTransaction();

  /**
   * Its text.
   *
   * @param stored reads on a session that is not closed
   * @throws io.lockstep.LockstepException if it is a file that can't be read
   * @throws IllegalStateException if it is no longer stored
   */
  String read(UndoScriptReader stored);

  /** A file. */
  record OnDisk(Script file, boolean noTransaction, Optional<Batch> batch) implements UndoScript {
    @Override
    public String script() {
      return file.name();
    }

    @Override
    public OnDisk withoutTransaction() {
      return new OnDisk(file, true, batch);
    }

    @Override
    public String read(UndoScriptReader stored) {
      return file.read();
    }
  }

  /**
   * The script that was stored when its migration was applied.
   *
   * @param script its file's name at that time
   */
  record Stored(
      AppName app, Version version, String script, boolean noTransaction, Optional<Batch> batch)
      implements UndoScript {
    /** One whose text was not read yet. */
    public Stored(AppName app, Version version, String script, boolean noTransaction) {
      this(app, version, script, noTransaction, Optional.empty());
    }

    /** This script, with the batch that its text asks for. */
    public Stored read(String text) {
      return new Stored(app, version, script, noTransaction, Batch.of(text));
    }

    @Override
    public Stored withoutTransaction() {
      return new Stored(app, version, script, true, batch);
    }

    @Override
    public String read(UndoScriptReader stored) {
      return stored.text(this);
    }
  }
}
