package io.lockstep.run;

import java.util.List;

/**
 * How a run ended well.
 *
 * @param result {@code done}, {@code nothing to do}, {@code superseded} or {@code done before}
 * @param targets what was reached, one each
 * @param steps what was done
 */
public record RunReport(String result, List<TargetReport> targets, List<StepReport> steps) {
  static RunReport superseded() {
    return new RunReport("superseded", List.of(), List.of());
  }

  /** One target. */
  public record TargetReport(String target, String app, String from, String to) {}
}
