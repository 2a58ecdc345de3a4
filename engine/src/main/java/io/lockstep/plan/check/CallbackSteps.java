package io.lockstep.plan.check;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.audit.RunLogReader;
import io.lockstep.catalog.Callback;
import io.lockstep.catalog.callback.CallbackEvent;
import io.lockstep.plan.Plan;
import io.lockstep.plan.ScriptReading;
import io.lockstep.plan.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Adds an app's callbacks to its plan: at the moments at which Flyway's migrate runs them
 * (DbMigrate), each as a step of its own, and most also if there is nothing else to do. A plan that
 * takes back has them as well, so that the same command ends in the same state when it is run again
 * (rule 7).
 */
public final class CallbackSteps {
  private static final Set<CallbackEvent> FIRST =
      EnumSet.range(CallbackEvent.BEFORE_VALIDATE, CallbackEvent.BEFORE_MIGRATE);

  private final JdbcClient jdbc;
  private final String schema;
  private final boolean standardStrings;

  /**
   * @param jdbc a session of the database
   * @param schema the schema in which the migrations run
   * @param standardStrings false if a backslash escapes in a script's quotes
   */
  public CallbackSteps(JdbcClient jdbc, String schema, boolean standardStrings) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.standardStrings = standardStrings;
  }

  /**
   * The same plans with their callbacks.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if one can't be run as it is
   */
  public List<Plan> into(List<Plan> plans) {
    return plans.stream().map(this::into).toList();
  }

  private Plan into(Plan plan) {
    if (plan.callbacks().all().isEmpty()) {
      return plan; // the usual case
    }
    List<Step> steps = new ArrayList<>();
    FIRST.forEach(event -> add(plan, event, steps));
    plan.steps().stream().filter(step -> !(step instanceof Step.Repeat)).forEach(steps::add);
    add(plan, CallbackEvent.AFTER_VERSIONED, steps);
    List<Step> repeats = plan.steps().stream().filter(Step.Repeat.class::isInstance).toList();
    if (!repeats.isEmpty()) {
      add(plan, CallbackEvent.BEFORE_REPEATABLES, steps);
      steps.addAll(repeats);
    }
    if (hasApplied(plan)) {
      add(plan, CallbackEvent.AFTER_MIGRATE_APPLIED, steps);
    }
    add(plan, CallbackEvent.AFTER_MIGRATE, steps);
    add(plan, CallbackEvent.AFTER_MIGRATE_OPERATION_FINISH, steps);
    plan.callbacks().all().forEach(callback -> check(plan, callback));
    return plan.with(List.copyOf(steps));
  }

  private void add(Plan plan, CallbackEvent event, List<Step> steps) {
    plan.callbacks()
        .of(event)
        .forEach(callback -> steps.add(new Step.Call(callback, check(plan, callback))));
  }

  /** True if it applies something, or an earlier run may have, and did not come to its end. */
  private boolean hasApplied(Plan plan) {
    return plan.steps().stream().anyMatch(Step::applies)
        || (!plan.callbacks().of(CallbackEvent.AFTER_MIGRATE_APPLIED).isEmpty()
            && new RunLogReader(jdbc).hasFailed(schema, plan.app().name()));
  }

  /** True if the callback must run outside a transaction. */
  private boolean check(Plan plan, Callback callback) {
    ScriptReading reading =
        ScriptReading.of(
            callback.script(),
            standardStrings,
            () -> List.of(callback.script()),
            (why, next) -> refused(plan, why, next));
    reading.refuseContract(callback.script(), (why, next) -> refused(plan, why, next));
    reading.refuseBatch(callback.script(), "a callback", (why, next) -> refused(plan, why, next));
    boolean noTransaction = reading.noTransaction();
    CallbackEvent event = callback.name().event();
    if (noTransaction && event.within().isPresent()) {
      throw refused(
          plan,
          callback.script() + " has what can't run in a transaction, or asks for none",
          event + " always has one. beforeMigrate and afterMigrate may do without.");
    }
    return noTransaction;
  }

  private static LockstepException refused(Plan plan, String why, String next) {
    return new LockstepException(ExitCode.REFUSED, "target \"" + plan.target() + "\"", why, next);
  }
}
