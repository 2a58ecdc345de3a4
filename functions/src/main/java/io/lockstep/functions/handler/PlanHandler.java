package io.lockstep.functions.handler;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.functions.handler.query.PlanQuery;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.check.DatabasePlanner;
import io.lockstep.plan.report.PlanReport;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /plan}: the steps that a run to the targets would do now. */
public final class PlanHandler extends FunctionHandler<PlanQuery, PlanReport> {
  private static final int MOST_TARGETS = 20;

  private final ReadOnlyDatabase database;
  private final DatabasePlanner plans;

  /** Reads from these. */
  public PlanHandler(ReadOnlyDatabase database, DatabasePlanner plans) {
    super(
        "plan",
        MediaType.APPLICATION_JSON,
        PlanQuery.class,
        PlanReport.class,
        HttpStatus.UNPROCESSABLE_CONTENT);
    this.database = database;
    this.plans = plans;
  }

  @Override
  protected PlanQuery query(HttpQuery query) {
    return new PlanQuery(query.allow(false, Set.of("target")).all("target"));
  }

  @Override
  public PlanReport apply(PlanQuery query) {
    if (query.targets().isEmpty() || query.targets().size() > MOST_TARGETS) {
      throw new LockstepException(
          ExitCode.USAGE,
          "a plan",
          "it takes from 1 to " + MOST_TARGETS + " targets, not " + query.targets().size(),
          "Ask like this: /plan?target=main+latest");
    }
    List<Target> targets = Target.parseAll(query.targets());
    return PlanReport.of(database.read(jdbc -> plans.read(jdbc, targets, PlanOptions.STRICT)));
  }
}
