package io.lockstep.plan.check;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.history.DatabaseState;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.sql.Identifier;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses to begin in a schema that does not exist, if the run may not create it. */
record AbsentSchemaCheck(JdbcClient jdbc, String schema, DatabaseState state) {
  /** A schema with a history exists, so only one without is asked for. */
  void refuse(List<Plan> plans, PlanOptions options) {
    if (options.createSchema() || !state.histories().isEmpty() || areEmpty(plans) || exists()) {
      return;
    }
    throw new LockstepException(
        ExitCode.REFUSED,
        "migrating in the schema \"" + schema + "\"",
        "it does not exist in this database, and --create-schema is not given",
        "Pass --create-schema if it is new and not mistyped, or create it: CREATE SCHEMA "
            + Identifier.quote(schema)
            + ";");
  }

  private static boolean areEmpty(List<Plan> plans) {
    return plans.stream().allMatch(Plan::isEmpty);
  }

  private boolean exists() {
    return jdbc.sql("select pg_catalog.to_regnamespace(:name) is not null")
        .param("name", Identifier.quote(schema))
        .query(Boolean.class)
        .single();
  }
}
