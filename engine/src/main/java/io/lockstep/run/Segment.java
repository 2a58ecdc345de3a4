package io.lockstep.run;

import io.lockstep.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Neighbouring steps that one Flyway run, or one undo, carries out. */
record Segment(List<Step> steps) {
  /** Cuts a plan: each undo is a segment of its own, and so are runs of the other kinds. */
  static List<Segment> cut(List<Step> steps) {
    List<Segment> segments = new ArrayList<>();
    List<Step> open = new ArrayList<>();
    for (Step step : steps) {
      if (!open.isEmpty()
          && (step instanceof Step.Undo || !step.action().equals(open.get(0).action()))) {
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
}
