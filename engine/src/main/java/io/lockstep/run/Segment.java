package io.lockstep.run;

import io.lockstep.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Neighbouring steps that one Flyway run, or one undo, carries out. */
record Segment(List<Step> steps) {
  /**
   * Cuts a plan: an undo, or a step without a transaction, is a segment of its own; the others are
   * taken together by kind.
   */
  static List<Segment> cut(List<Step> steps) {
    List<Segment> segments = new ArrayList<>();
    List<Step> open = new ArrayList<>();
    for (Step step : steps) {
      if (!open.isEmpty()
          && (isAlone(step)
              || isAlone(open.get(0))
              || !step.action().equals(open.get(0).action()))) {
        segments.add(new Segment(List.copyOf(open)));
        open.clear();
      }
      open.add(step);
    }
    if (!open.isEmpty()) {
      segments.add(new Segment(List.copyOf(open)));
    }
    return segments;
  }

  private static boolean isAlone(Step step) {
    return step instanceof Step.Undo || step.noTransaction();
  }

  /** Whether it is a step that has no transaction. */
  boolean noTransaction() {
    return steps.get(0).noTransaction();
  }
}
