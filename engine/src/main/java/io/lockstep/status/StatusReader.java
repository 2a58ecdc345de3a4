package io.lockstep.status;

import io.lockstep.audit.HeldBack;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunLogReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.lock.LeaseTable;
import io.lockstep.progress.ProgressReader;
import io.lockstep.targets.Target;
import io.lockstep.waiting.ContractWaitReader;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the state of the database, without writing or locking anything. */
public final class StatusReader {
  private final Catalog catalog;
  private final String schema;
  private final List<Target> targets;

  /**
   * @param schema the schema in which the migrations run
   * @param targets of which the last of each app counts
   */
  public StatusReader(Catalog catalog, String schema, List<Target> targets) {
    this.catalog = catalog;
    this.schema = schema;
    this.targets = Target.lastOfEach(targets);
  }

  /**
   * Reads the state now. A run whose process died without a word counts as running until its lease
   * expires.
   */
  public Status read(JdbcClient jdbc) {
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(catalog);
    Optional<RunEntry> running = new RunLogReader(jdbc).last().filter(RunEntry::running);
    return new Status(
        statuses(state, running.isPresent(), jdbc),
        running,
        running
            .flatMap(run -> new LeaseTable(jdbc).held())
            .flatMap(new ProgressReader(jdbc)::ofHolder),
        running.flatMap(run -> state.begun(run.app(), run.stepScript())),
        new ContractWaitReader(jdbc).all());
  }

  private List<TargetStatus> statuses(DatabaseState state, boolean running, JdbcClient jdbc) {
    List<TargetStatus> statuses =
        targets.stream()
            .map(
                target ->
                    running
                        ? TargetStatus.of(target, catalog, state.history(target.app()))
                        : TargetStatus.atRest(target, catalog, state))
            .toList();
    if (statuses.stream().allMatch(TargetStatus::reached)) {
      return statuses;
    }
    List<HeldBack> heldBack = new RunLogReader(jdbc).heldBack(schema);
    return statuses.stream()
        .map(status -> status.heldBackBy(heldBack, state.unfinished()))
        .toList();
  }
}
