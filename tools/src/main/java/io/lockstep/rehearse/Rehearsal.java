package io.lockstep.rehearse;

import io.lockstep.Abridged;
import io.lockstep.CancellableClock;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Connector;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.plan.report.MissingUndos;
import io.lockstep.rehearse.scratch.ScratchDatabases;
import io.lockstep.rehearse.scratch.ScratchWork;
import io.lockstep.sql.Identifier;
import io.lockstep.targets.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves before production that a plan works and can be taken back: in a scratch database each step
 * is applied, undone and applied again, by the code that a run uses, and the schema's fingerprints
 * are compared. The configured database is at most read.
 *
 * <p>A bad undo script does not end the rehearsal: it goes on in a fresh database, so that one
 * rehearsal reports all of them. Steps back that a target asks for are only carried out, since
 * there is no schema to compare with. Objects outside the database are not compared, nor is data.
 */
public final class Rehearsal {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");

  private final Connector configured;
  private final Catalog catalog;
  private final CancellableClock clock;

  /**
   * @param configured to the database that the migrations are for
   * @param catalog the migrations on disk
   */
  public Rehearsal(Connector configured, Catalog catalog, CancellableClock clock) {
    this.configured = configured;
    this.catalog = catalog;
    this.clock = clock;
  }

  /**
   * Rehearses.
   *
   * @throws LockstepException {@link ExitCode#USAGE} or {@link ExitCode#REFUSED} if there is no
   *     plan or no scratch database, {@link ExitCode#UNREACHABLE}, or {@link ExitCode#TERMINATED};
   *     in all cases the scratch databases are dropped
   */
  public RehearsalReport run(RehearseRequest request) {
    List<Target> targets =
        request.targets().isEmpty()
            ? DefaultTargets.of(catalog)
            : Target.parseAll(request.targets());
    return new ScratchWork(
            configured,
            request.onServer(),
            request.prepare(),
            Optional.of(catalog).filter(all -> request.likeCurrent()),
            clock)
        .on((databases, start) -> run(request, databases, start, targets));
  }

  private RehearsalReport run(
      RehearseRequest request, ScratchDatabases databases, Connector start, List<Target> targets) {
    try (ScratchPair pair = new ScratchPair(databases, start, catalog, clock)) {
      List<Plan> plans = pair.run().plan(targets);
      Beginnings from = Beginnings.of(request.from(), plans);
      log.info(
          "rehearsing {} step(s) of {} in scratch databases on {}",
          plans.stream().mapToInt(plan -> plan.steps().size()).sum(),
          targets.stream().map(t -> "\"" + t + "\"").collect(Collectors.joining(", ")),
          place(request));
      PlanRehearsal rehearsal = new PlanRehearsal(pair, configured.settings().schema(), from);
      List<MigrationVerdict> verdicts = rehearsal.run(plans);
      return new RehearsalReport(
          "on " + place(request),
          verdicts,
          Stream.of(
                  notes(plans, from),
                  missingUndos(plans),
                  rehearsal.notes(),
                  request.onServer() ? newRoles(plans, databases) : List.<String>of())
              .flatMap(List::stream)
              .toList());
    }
  }

  private String place(RehearseRequest request) {
    return (request.onServer() ? configured.settings().toString() : "an embedded PostgreSQL")
        + (request.likeCurrent() ? " from the schema of " + configured.settings() : " from zero");
  }

  private static List<String> notes(List<Plan> plans, Beginnings from) {
    return Stream.of(
            applied(plans, from),
            note(
                plans,
                "the locks of a step without a transaction can't be seen",
                step -> step.noTransaction() && !(step instanceof Step.Undo)),
            note(
                plans,
                "no rollback can pass what is irreversible, as its script says",
                step -> StepRehearsal.isMeantToStay(step) && !isBaseline(step)),
            note(plans, "no rollback goes below a baseline script", Rehearsal::isBaseline))
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean isBaseline(Step step) {
    return step instanceof Step.Apply apply && apply.migration().baseline();
  }

  /** A line for each app in which migrations have no undo script and need none. */
  private static List<String> missingUndos(List<Plan> plans) {
    return plans.stream()
        .map(Plan::app)
        .distinct()
        .flatMap(app -> missingUndos(app, plans).stream().map(some -> app.name() + ": " + some))
        .toList();
  }

  private static Optional<MissingUndos> missingUndos(App app, List<Plan> plans) {
    List<Step> steps =
        plans.stream()
            .filter(plan -> plan.app().equals(app))
            .flatMap(plan -> plan.steps().stream())
            .toList();
    return MissingUndos.of(
        steps,
        apply -> !StepRehearsal.isMeantToStay(apply) && !StepRehearsal.needsUndo(app, apply));
  }

  private static Optional<String> applied(List<Plan> plans, Beginnings from) {
    List<String> scripts =
        plans.stream().flatMap(plan -> from.of(plan).stream()).map(Step::script).toList();
    return scripts.isEmpty()
        ? Optional.empty()
        : Optional.of("applied only, since --from says so: " + Abridged.names(scripts));
  }

  /** A role is no part of a database: without this note the migration would fail where it is. */
  private static List<String> newRoles(List<Plan> plans, ScratchDatabases databases) {
    return databases.newRoles().stream()
        .filter(role -> plans.stream().anyMatch(plan -> names(plan, role)))
        .map(
            role ->
                "the scripts have made the role %s, which is the whole server's and stays: DROP ROLE %s before they run"
                    .formatted(role, Identifier.quote(role)))
        .toList();
  }

  private static boolean names(Plan plan, String role) {
    return plan.steps().stream()
        .flatMap(step -> step.onDisk().stream())
        .anyMatch(script -> script.read().contains(role));
  }

  private static Optional<String> note(List<Plan> plans, String what, Predicate<Step> of) {
    String scripts =
        plans.stream()
            .flatMap(plan -> plan.steps().stream())
            .filter(of)
            .map(Step::script)
            .collect(Collectors.joining(", "));
    return scripts.isEmpty() ? Optional.empty() : Optional.of(what + ": " + scripts);
  }
}
