package io.lockstep.plan;

import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.Set;

/**
 * The options that override a refusal.
 *
 * @param acceptChanged versions whose changed script is accepted as it is now
 * @param acceptUnfinished versions whose step did not end well and was fixed by hand
 * @param undoFromFile versions whose undo file is preferred to the stored script
 * @param outOfOrder true if a version below the current one may still be applied
 * @param fromZero apps that may begin at zero beside objects that others have made
 * @param phase where the run stands in the application's rollout
 * @param createSchema true if the run may create its schema if that does not exist
 * @param command the command that asks, for messages that say how to go on
 */
public record PlanOptions(
    Set<Version> acceptChanged,
    Set<Version> acceptUnfinished,
    Set<Version> undoFromFile,
    boolean outOfOrder,
    Set<AppName> fromZero,
    ContractPhase phase,
    boolean createSchema,
    Command command) {
  /** A command that migrates. */
  public enum Command {
    /** Of one database. */
    MIGRATE("migrate"),
    /** Of many. */
    MIGRATE_TENANTS("migrate-tenants");

    private final String text;

    Command(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Options of a run that may create its schema. */
  public PlanOptions(
      Set<Version> acceptChanged,
      Set<Version> acceptUnfinished,
      Set<Version> undoFromFile,
      boolean outOfOrder,
      Set<AppName> fromZero,
      ContractPhase phase) {
    this(
        acceptChanged,
        acceptUnfinished,
        undoFromFile,
        outOfOrder,
        fromZero,
        phase,
        true,
        Command.MIGRATE);
  }

  /** None of these options. */
  public static final PlanOptions STRICT =
      new PlanOptions(Set.of(), Set.of(), Set.of(), false, Set.of(), ContractPhase.BEFORE_ROLLOUT);

  /** These options in another phase. */
  public PlanOptions in(ContractPhase other) {
    return with(outOfOrder, other, createSchema, command);
  }

  /** These options for a run that may or may not create its schema. */
  public PlanOptions creatingSchema(boolean may) {
    return with(outOfOrder, phase, may, command);
  }

  /** These options for one of many tenants. */
  public PlanOptions forTenant() {
    return with(outOfOrder, phase, createSchema, Command.MIGRATE_TENANTS);
  }

  /** These options, and versions below the current one may still be applied. */
  PlanOptions allowingOutOfOrder() {
    return with(true, phase, createSchema, command);
  }

  private PlanOptions with(boolean below, ContractPhase in, boolean create, Command by) {
    return new PlanOptions(
        acceptChanged, acceptUnfinished, undoFromFile, below, fromZero, in, create, by);
  }
}
