package io.lockstep.run.report;

import java.util.List;

/**
 * How a run ended well.
 *
 * @param result {@code done}, {@code nothing to do}, {@code superseded} or {@code done before}
 * @param targets what was reached, one each
 * @param steps what was done
 * @param drift what somebody else had changed in the schema since a run last recorded it, one
 *     object each; found by runs that have a step, which take it as it is
 */
public record RunReport(
    String result, List<TargetReport> targets, List<StepReport> steps, List<String> drift) {
  public static RunReport superseded() {
    return without("superseded");
  }

  public static RunReport doneBefore() {
    return without("done before");
  }

  private static RunReport without(String result) {
    return new RunReport(result, List.of(), List.of(), List.of());
  }

  /** One target. */
  public record TargetReport(String target, String app, String from, String to) {}
}
