package io.lockstep.run.step;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.plan.Plan;
import io.lockstep.run.session.FencedTransaction;
import io.lockstep.run.session.ReaderGrants;
import io.lockstep.run.session.RunContext;
import io.lockstep.run.session.SchemaHistoryWriter;
import io.lockstep.run.session.ServerRefusals;
import io.lockstep.run.session.SessionLost;
import io.lockstep.sql.RowNotWritten;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Makes the history tables of plans ready, before the first step of any (rule 3). */
public final class PlanPreparation {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");

  private final RunContext context;
  private final boolean first;

  /**
   * @param first false if a run goes on after its connection broke, when steps may have been done
   */
  public PlanPreparation(RunContext context, boolean first) {
    this.context = context;
    this.first = first;
  }

  /**
   * Prepares these plans, and returns them.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) if a table can't be made or written
   */
  public List<Plan> prepared(List<Plan> plans) {
    plans.stream().filter(plan -> !plan.isEmpty()).forEach(this::prepare);
    return plans;
  }

  private void prepare(Plan plan) {
    SchemaHistoryWriter history =
        new SchemaHistoryWriter(context.work(), context.schema(), plan.app());
    try {
      FencedTransaction.run(
          context,
          () -> {
            history.createIfMissing();
            // In the same transaction, so that no reader sees a table that it may not read.
            context.reader().ifPresent(ReaderGrants::grantMissing);
            int failed = history.removeFailed(plan.waitingVersions());
            if (failed > 0) {
              log.info(
                  "removed the mark of {} failed step(s) without transaction; they are tried again",
                  failed);
            }
            plan.accepted()
                .forEach(
                    m -> {
                      history.accept(m);
                      log.info("accepted {} as it is now", m.script());
                    });
            if (!plan.repeatsUnfinished()) {
              new UnfinishedMark(context, plan).remove();
            }
          });
    } catch (SQLException | DataAccessException | RowNotWritten e) {
      throw notPrepared(plan, e);
    }
  }

  private RuntimeException notPrepared(Plan plan, Exception e) {
    String asked = "target \"" + plan.target() + "\"";
    if (!context.work().isOpen() || SessionLost.isBehind(e)) {
      return new SessionLost(e);
    }
    if (SqlStates.isLockTimeout(e)) {
      return ServerRefusals.lockTimeout(e, asked, Optional.empty());
    }
    if (SqlStates.isResourceLacking(e)) {
      return ServerRefusals.lacking(e, asked);
    }
    if (SqlStates.isForbidden(e)) {
      return ServerRefusals.forbidden(
          asked, context.work(), context.schema(), List.of(plan.app().historyTable()), e);
    }
    return new LockstepException(
            ExitCode.REFUSED,
            asked,
            RowNotWritten.reason(e),
            "The history table "
                + plan.app().historyTable()
                + " could not be made ready"
                + (first ? ", and no step was begun" : "")
                + ". Remove what is in the way (a trigger, a rule, an event trigger?), and run again.")
        .causedBy(e);
  }
}
