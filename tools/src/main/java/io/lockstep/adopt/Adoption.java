package io.lockstep.adopt;

import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.fingerprint.DifferenceLog;
import io.lockstep.othertools.ToolTable;
import io.lockstep.plan.Step;
import io.lockstep.rehearse.RehearsedSchema;
import io.lockstep.rehearse.SchemaRehearsal;
import io.lockstep.run.baseline.BaselineService;
import io.lockstep.run.baseline.BaselineTransaction;
import io.lockstep.run.snapshot.ReadOnlySnapshot;
import io.lockstep.targets.AppName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks migrations as applied that another tool has applied, if the schema is their result.
 *
 * <p>It checks first, and rehearses, without the lock and without a trace; then it checks once more
 * under the lock, and writes all or nothing.
 */
public final class Adoption {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.adopt");

  private final Connector connector;
  private final Catalog catalog;
  private final CancellableClock clock;

  /**
   * @param connector to the database
   * @param catalog the migrations on disk
   */
  public Adoption(Connector connector, Catalog catalog, CancellableClock clock) {
    this.connector = connector;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * Adopts. Can be called again at any moment (rule 7).
   *
   * @return the result; a schema that differs is a report as well
   * @throws LockstepException with the exit code for the reason of a refusal; nothing is written
   *     then
   */
  public AdoptionReport run(AdoptRequest request) {
    AdoptionInspector reader =
        new AdoptionInspector(connector.settings().schema(), catalog, request);
    AdoptionSnapshot snapshot =
        new ReadOnlySnapshot(connector, catalog).inSnapshot("lockstep adopt", reader::read);
    if (snapshot.isDone()) {
      return report(AdoptionResult.NOTHING_TO_DO, snapshot, SchemaComparison.NONE, List.of());
    }
    if (!request.force()) {
      refuseObjections(request, snapshot);
    }
    ExpectedSchema expected = expect(request, snapshot);
    if (!request.force() && !expected.compare(snapshot).differences().isEmpty()) {
      return report(
          AdoptionResult.DIFFERS, snapshot, expected.compare(snapshot), expected.notes(snapshot));
    }
    if (request.dryRun()) {
      return report(
          AdoptionResult.CAN_BE_ADOPTED,
          snapshot,
          expected.compare(snapshot),
          expected.notes(snapshot));
    }
    return new BaselineService(connector, catalog, clock, request.reader())
        .underLock(
            request.asked(),
            request.lockWait(),
            transaction ->
                write(request, transaction, snapshot, reader.read(transaction.jdbc()), expected));
  }

  private static void refuseObjections(AdoptRequest request, AdoptionSnapshot snapshot) {
    if (!snapshot.objections().isEmpty()) {
      throw new LockstepException(
          ExitCode.REFUSED,
          request.asked(),
          String.join("; ", snapshot.objections()),
          "Adopt the version that it says, or bring the database there with "
              + snapshot.table().orElseThrow().tool()
              + " first; --force goes by the schema alone.");
    }
  }

  /** If the migrations can't be rehearsed, the adoption is refused, or with force gets a note. */
  private ExpectedSchema expect(AdoptRequest request, AdoptionSnapshot snapshot) {
    List<String> notes = new ArrayList<>(snapshot.catalog().notes());
    if (snapshot.table().isEmpty() && snapshot.apps().stream().anyMatch(AppAdoption::rows)) {
      notes.add("no other tool's table is read: only the schema says what is applied");
    }
    snapshot.objections().forEach(objection -> notes.add("by --force: " + objection));
    try {
      List<AppName> adopted = snapshot.apps().stream().map(app -> app.plan().app().name()).toList();
      RehearsedSchema rehearsed =
          new SchemaRehearsal(connector, snapshot.catalog().catalog(), clock)
              .run(request.onServer(), request.prepare(), adopted);
      return new ExpectedSchema(Optional.of(rehearsed), notes);
    } catch (LockstepException problem) {
      if (!request.force() || problem.exit() != ExitCode.REFUSED) {
        throw problem;
      }
      notes.add("by --force, the schema is not compared: " + firstLine(problem));
      return new ExpectedSchema(Optional.empty(), notes);
    }
  }

  private static String firstLine(LockstepException problem) {
    return problem.text().lines().findFirst().orElse("");
  }

  /** Writes all of it in one transaction, after a second look at the database at its beginning. */
  private static AdoptionReport write(
      AdoptRequest request,
      BaselineTransaction transaction,
      AdoptionSnapshot before,
      AdoptionSnapshot now,
      ExpectedSchema expected) {
    if (now.isDone()) {
      return report(AdoptionResult.NOTHING_TO_DO, now, SchemaComparison.NONE, List.of());
    }
    SchemaComparison comparison = expected.compare(now);
    if (!now.agreesWith(before) || !comparison.equals(expected.compare(before))) {
      throw new LockstepException(
          ExitCode.LOCK_NOT_OBTAINED,
          request.asked(),
          "somebody has changed the database meanwhile",
          "Nothing was written. Run the same command again.");
    }
    DifferenceLog.warn(
        log,
        "are not what the migrations make; by --force they are taken as they are",
        comparison.differences());
    long run = 0;
    for (AppAdoption app : now.apps()) {
      if (!app.isDone()) {
        run = write(transaction, app, comparison.repeatables(), how(now, comparison));
      }
    }
    transaction.keep(now.schema(), run);
    return report(AdoptionResult.ADOPTED, now, comparison, expected.notes(now));
  }

  private static long write(
      BaselineTransaction transaction, AppAdoption app, boolean repeatables, String how) {
    List<Step> steps = app.steps(repeatables);
    if (app.rows()) {
      transaction.applied(app.plan().app(), steps);
    }
    transaction.store(app.plan().app(), app.stored());
    String to = app.plan().to();
    return transaction.logRun(
        app.plan().target(), app.rows() ? app.plan().from() : to, to, steps.size(), how);
  }

  private static String how(AdoptionSnapshot snapshot, SchemaComparison comparison) {
    return "adopted"
        + snapshot.table().map(table -> " from " + table).orElse("")
        + (comparison.differences().isEmpty()
            ? ""
            : ", by --force, with "
                + AdoptionReport.counted(comparison.differences().size(), "difference"))
        + snapshot.objections().stream()
            .map(objection -> "; " + objection)
            .collect(Collectors.joining());
  }

  private static AdoptionReport report(
      AdoptionResult result,
      AdoptionSnapshot snapshot,
      SchemaComparison comparison,
      List<String> notes) {
    return new AdoptionReport(
        result,
        snapshot.table().map(ToolTable::toString),
        snapshot.apps().stream()
            .map(
                app ->
                    new AdoptionReport.AppReport(
                        app.plan().app().name().text(),
                        app.version().toString(),
                        app.steps(comparison.repeatables()).size(),
                        app.undoScripts()))
            .toList(),
        comparison.differences(),
        notes);
  }
}
