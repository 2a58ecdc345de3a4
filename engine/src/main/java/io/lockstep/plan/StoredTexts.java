package io.lockstep.plan;

import io.lockstep.history.UndoScript;
import io.lockstep.history.UndoScriptReader;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;

/**
 * The texts of stored undo scripts, read many at once, in the order in which a plan comes to them:
 * a round trip for each would be most of the time of a plan that takes ten thousand back.
 */
final class StoredTexts {
  private static final int AT_ONCE = 2000;

  private final UndoScriptReader stored;
  private final List<Version> order;
  private Map<Version, String> read = Map.of();
  private int next;

  /**
   * @param order of the versions whose stored scripts will be asked for; there may be others
   */
  StoredTexts(UndoScriptReader stored, List<Version> order) {
    this.stored = stored;
    this.order = order;
  }

  /** The text of one. */
  String of(UndoScript.Stored undo) {
    while (next < order.size() && !order.get(next).equals(undo.version())) {
      next++;
    }
    if (!read.containsKey(undo.version()) && next + 1 < order.size()) {
      read = stored.texts(undo.app(), order.subList(next, Math.min(next + AT_ONCE, order.size())));
    }
    String text = read.get(undo.version());
    return text == null ? undo.read(stored) : text; // it is too long to be read with others
  }
}
