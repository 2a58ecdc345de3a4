package io.lockstep.verify;

import io.lockstep.audit.VerificationResult;
import io.lockstep.catalog.Catalog;
import io.lockstep.fingerprint.Drift;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.recorded.ComparedSchema;
import io.lockstep.fingerprint.recorded.FingerprintStore;
import io.lockstep.fingerprint.recorded.RecordedFingerprint;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.listing.ListCheck;
import io.lockstep.lock.LeaseTable;
import io.lockstep.plan.contract.AppRuns;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares a database with its history. Only reads. */
public final class Verifier {
  private static final int NAMED = 5;

  private final JdbcClient jdbc;
  private final String schema;
  private final Catalog catalog;
  private final Set<String> tenants;

  /**
   * @param jdbc a session in a transaction that reads one snapshot
   * @param schema the schema in which the migrations run
   * @param catalog the migrations on disk
   * @param tenants the schemas of all tenants of this database, which are each one's own to compare
   */
  public Verifier(JdbcClient jdbc, String schema, Catalog catalog, Set<String> tenants) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.catalog = catalog;
    this.tenants = tenants;
  }

  /**
   * Verifies the database. The unfinished work of a run in progress is no finding, and no drift.
   *
   * @param targets the targets that must be reached; if empty, none is checked
   */
  public VerifyReport verify(List<Target> targets) {
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(catalog);
    boolean runUnderWay = new LeaseTable(jdbc).isHeld();
    ListCheck list = ListCheck.of(catalog, state, runUnderWay);
    HistoryCheck history = new HistoryCheck(catalog, list.listing(), state);
    List<String> findings = new ArrayList<>(list.findings());
    findings.addAll(history.findings());
    TargetCheck target = new TargetCheck(catalog, state, new AppRuns(jdbc, schema));
    findings.addAll(target.findings(targets));
    List<String> notes = new ArrayList<>(history.notes());
    notes.addAll(target.notes());
    if (runUnderWay) {
      notes.add("a run is under way: the schema is not compared");
      return report(findings, notes, Optional.empty(), List.of());
    }
    SchemaScope scope = SchemaScope.read(jdbc, schema, catalog.ignored(), tenants);
    ComparedSchema compared = new FingerprintStore(jdbc, schema).compare(scope);
    whyNotCompared(compared.recorded()).ifPresent(notes::add);
    othersHomes(scope).ifPresent(notes::add);
    Optional<RecordedFingerprint> recorded =
        compared.recorded().filter(r -> r.comparable() && r.latest());
    Fingerprint now = compared.now();
    SchemaCheck check = SchemaCheck.of(now, recorded);
    findings.addAll(check.findings());
    notes.addAll(check.notes());
    Drift drift = recorded.map(r -> r.driftTo(now, scope)).orElse(Drift.NONE);
    notes.addAll(drift.notes());
    return report(findings, notes, recorded, drift.differences());
  }

  private static Optional<String> othersHomes(SchemaScope scope) {
    List<String> others = scope.others();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            VerifyReport.OTHERS_HOMES
                + String.join(", ", others.subList(0, Math.min(others.size(), NAMED)))
                + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : ""));
  }

  private static Optional<String> whyNotCompared(Optional<RecordedFingerprint> recorded) {
    if (recorded.isEmpty()) {
      return Optional.of(
          "nothing is recorded yet to compare the schema with: the next run does it");
    }
    if (!recorded.get().comparable()) {
      return Optional.of(
          "recorded by another version of Lockstep or PostgreSQL, and not compared: the next run records it again");
    }
    return recorded.get().latest()
        ? Optional.empty()
        : Optional.of(
            "a run after run "
                + recorded.get().run()
                + " has recorded nothing (it died, or was an older Lockstep's), so the schema is not compared: the next run records it again");
  }

  private static VerifyReport report(
      List<String> findings,
      List<String> notes,
      Optional<RecordedFingerprint> recorded,
      List<String> drift) {
    boolean differs = !findings.isEmpty() || !drift.isEmpty();
    return new VerifyReport(
        differs
            ? VerificationResult.DIFFERS
            : recorded.isPresent()
                ? VerificationResult.AS_RECORDED
                : VerificationResult.NOT_RECORDED,
        recorded.map(RecordedFingerprint::run),
        recorded.map(RecordedFingerprint::recordedAt),
        List.copyOf(findings),
        drift,
        List.copyOf(notes));
  }
}
