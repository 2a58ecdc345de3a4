package io.lockstep.plan.check;

import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Planner;
import io.lockstep.plan.contract.AppRuns;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Plans against a database as it is now, without writing or locking anything. */
public final class DatabasePlanner {
  private final Catalog catalog;
  private final String schema;

  /**
   * @param schema the schema in which the migrations run
   */
  public DatabasePlanner(Catalog catalog, String schema) {
    this.catalog = catalog;
    this.schema = schema;
  }

  /**
   * The plans that bring the database to these targets, in their order.
   *
   * @throws io.lockstep.LockstepException USAGE or REFUSED
   */
  public List<Plan> read(JdbcClient jdbc, List<Target> targets, PlanOptions options) {
    Catalog there = catalog.in(() -> DatabaseValues.read(jdbc, schema));
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(there);
    List<Plan> plans =
        new ArrayList<>(new Planner(there, state, options, runs(jdbc)).plan(targets));
    new AbsentSchemaCheck(jdbc, schema, state).refuse(plans, options);
    new FromZeroCheck(jdbc, schema, there, state).refuse(plans, options);
    new InvalidIndexCheck(jdbc, schema).refuse(plans);
    plans.forEach(plan -> UnreadableRows.refuse(plan, state.history(plan.app().name())));
    List<String> idle = UnusedOptions.notes(plans, options, there, state);
    if (!idle.isEmpty()) {
      plans.set(0, plans.get(0).noting(idle));
    }
    return withCallbacks(jdbc, state, plans);
  }

  /**
   * The same in a scratch database, without a check for objects that others have made.
   *
   * @param phase the part of a rollout that is tried there
   * @throws io.lockstep.LockstepException USAGE or REFUSED
   */
  public List<Plan> onScratch(JdbcClient jdbc, List<Target> targets, ContractPhase phase) {
    Catalog there = catalog.in(() -> DatabaseValues.read(jdbc, schema));
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(there);
    List<Plan> plans =
        new Planner(there, state, PlanOptions.STRICT.in(phase), runs(jdbc)).plan(targets);
    new InvalidIndexCheck(jdbc, schema).refuse(plans);
    return withCallbacks(jdbc, state, plans);
  }

  private AppRuns runs(JdbcClient jdbc) {
    return new AppRuns(jdbc, schema);
  }

  private List<Plan> withCallbacks(JdbcClient jdbc, DatabaseState state, List<Plan> plans) {
    return new CallbackSteps(jdbc, schema, state.standardStrings()).into(plans);
  }
}
