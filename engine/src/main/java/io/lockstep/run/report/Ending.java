package io.lockstep.run.report;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunState;
import io.lockstep.plan.Plan;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;

/** The columns of a row of the run log about its end. */
record Ending(
    RunState result, @Nullable Integer exit, @Nullable String reason, @Nullable String to) {
  static final Ending NOT_YET = new Ending(RunState.RUNNING, null, null, null);

  /** With what waits, since {@code to} is not all of the target then. */
  static Ending at(Plan plan) {
    return new Ending(RunState.DONE, ExitCode.DONE.code(), plan.waits().orElse(null), plan.to());
  }

  static Ending by(LockstepException problem) {
    return new Ending(
        RunState.of(problem.exit().result()), problem.exit().code(), problem.recorded(), null);
  }

  Ending inAscii() {
    return new Ending(
        result, exit, reason == null ? null : reason.replaceAll("[^\\x00-\\x7F]", "?"), to);
  }

  Map<String, SqlParameterValue> params() {
    return Map.of(
        "result", new SqlParameterValue(Types.VARCHAR, result.toString()),
        "exit", new SqlParameterValue(Types.INTEGER, exit),
        "reason", new SqlParameterValue(Types.VARCHAR, reason),
        "to", new SqlParameterValue(Types.VARCHAR, to));
  }
}
