package io.lockstep.functions.snapshot;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.VerificationReader;
import io.lockstep.audit.step.StepLogReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.listing.Listing;
import io.lockstep.lock.LeaseRow;
import io.lockstep.lock.LeaseTable;
import io.lockstep.progress.ProgressReader;
import io.lockstep.waiting.ContractWaitReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the state of the database, all of it at one moment. Answers that many ask for at once are
 * shared where they are given, so nothing is kept here.
 */
public final class Snapshots {
  private final ReadOnlyDatabase database;
  private final Catalog catalog;
  private final String schema;

  /**
   * @param schema where the migrations run
   */
  public Snapshots(ReadOnlyDatabase database, Catalog catalog, String schema) {
    this.database = database;
    this.catalog = catalog;
    this.schema = schema;
  }

  /**
   * The state now.
   *
   * @throws io.lockstep.LockstepException if the database can't be read
   */
  public Snapshot now() {
    return database.read(this::look);
  }

  /**
   * The state now, and the release with its revision.
   *
   * @throws io.lockstep.LockstepException if the database can't be read
   */
  public DeployedSnapshot now(Deployment deployment) {
    return database.read(
        jdbc -> new DeployedSnapshot(look(jdbc), new DeployedRevision(jdbc).of(deployment)));
  }

  /**
   * The same, and which run has made which rows of the histories.
   *
   * @throws io.lockstep.LockstepException if the database can't be read
   */
  public PageSnapshot forPage(Deployment deployment) {
    return database.read(
        jdbc ->
            new PageSnapshot(
                look(jdbc),
                new DeployedRevision(jdbc).of(deployment),
                new StepLogReader(jdbc).historyRuns(schema)));
  }

  private Snapshot look(JdbcClient jdbc) {
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(catalog);
    Optional<LeaseRow> lease = new LeaseTable(jdbc).held();
    Optional<RunEntry> lastRun = new RunLogReader(jdbc).last().map(RedactedReason::withoutPlaces);
    return new Snapshot(
        moment(jdbc),
        Server.read(jdbc),
        state.histories(),
        state.unfinished(),
        Listing.of(catalog, state),
        lease.map(row -> new LockHolder(row.holder(), row.since())),
        lastRun,
        lastRun
            .filter(RunEntry::running)
            .flatMap(run -> lease)
            .flatMap(new ProgressReader(jdbc)::ofHolder),
        lastRun.filter(RunEntry::running).flatMap(run -> state.begun(run.app(), run.stepScript())),
        new VerificationReader(jdbc, schema).last(),
        new ContractWaitReader(jdbc).all(),
        new RunLogReader(jdbc).heldBack(schema));
  }

  private static Instant moment(JdbcClient jdbc) {
    return jdbc.sql("select clock_timestamp()").query(OffsetDateTime.class).single().toInstant();
  }
}
