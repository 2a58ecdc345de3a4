package io.lockstep.rehearse;

import io.lockstep.Abridged;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Requirement;
import io.lockstep.catalog.settings.AcceptedFault;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.history.StepAction;
import io.lockstep.plan.Plan;
import io.lockstep.plan.Step;
import io.lockstep.rehearse.effect.OldPods;
import io.lockstep.rehearse.effect.UsableTables;
import io.lockstep.run.report.StepError;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rehearses plans, step by step, and goes on after a fault if there is more to learn. */
final class PlanRehearsal {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.rehearse");

  private final ScratchPair pair;
  private final String schema;
  private final Beginnings from;
  private final OldPods pods;
  private final Map<AppName, List<String>> changing = new LinkedHashMap<>();
  private final Map<AppName, Boolean> contracts = new HashMap<>();
  private final Map<AppName, List<Step>> broken = new HashMap<>(); // from the one that fails on
  private final List<MigrationVerdict> verdicts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Rollbacks rollbacks = new Rollbacks();
  private Fingerprint schemaNow;
  private Optional<String> stuck = Optional.empty();

  /**
   * @param schema the schema in which the migrations run
   * @param from where the rehearsal begins
   */
  PlanRehearsal(ScratchPair pair, String schema, Beginnings from) {
    this.pair = pair;
    this.schema = schema;
    this.from = from;
    this.pods = new OldPods(schema);
    pods.knowAll(pair.run().jdbc());
    this.schemaNow = pair.run().fingerprint();
  }

  List<MigrationVerdict> run(List<Plan> plans) {
    plans.forEach(this::run);
    rollbacks.go(pair.run()).forEach(this::add);
    changing.forEach(this::noteChanging);
    plans.stream().map(Plan::app).distinct().forEach(this::strayUndos);
    return List.copyOf(verdicts);
  }

  /** Where contract steps aren't used, this is worth one line. */
  private void noteChanging(AppName app, List<String> versions) {
    notes.add(
        "%s: %s what running pods may still use: %s"
            .formatted(
                app,
                versions.size() == 1
                    ? "1 migration changes"
                    : versions.size() + " migrations change",
                Abridged.names(versions)));
  }

  /** What is worth knowing of the apps' settings and old pods, a line each. */
  List<String> notes() {
    return notes;
  }

  /** The same plan with only these steps. */
  static Plan only(Plan plan, List<Step> steps) {
    return new Plan(
        plan.target(),
        plan.app(),
        plan.from(),
        plan.to(),
        steps,
        List.of(),
        List.of(),
        plan.unfinished().filter(begun -> steps.stream().anyMatch(step -> step.repeats(begun))),
        List.of());
  }

  private void run(Plan plan) {
    List<Step> steps = plan.steps();
    List<Step> known = from.of(plan);
    rollbacks.begin(plan.app());
    int begin = known.isEmpty() ? 0 : steps.indexOf(known.get(0));
    rehearse(plan, steps.subList(0, begin));
    if (!known.isEmpty() && obstacle(plan, known.get(0)).isEmpty()) {
      bring(plan, known);
    }
    rehearse(plan, steps.subList(begin + known.size(), steps.size()));
  }

  private void rehearse(Plan plan, List<Step> steps) {
    WayBack way = new WayBack();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Fingerprint before = schemaNow;
      List<Finding> findings =
          new ArrayList<>(
              obstacle(plan, step)
                  .map(reason -> List.of(Finding.notRehearsed(reason)))
                  .orElseGet(() -> rehearse(plan, step)));
      way.passed(step, before, findings.stream().allMatch(Finding::isLint));
      Optional<Step> next = Optional.of(i + 1).filter(n -> n < steps.size()).map(steps::get);
      if (way.beginsBefore(next)) {
        Optional<Finding> fault = way.go(pair.run(), plan, schemaNow);
        fault.ifPresent(findings::add);
        if (fault.isPresent()) {
          renew(step);
        }
        way.begin();
      }
      rollbacks.passed(plan.app(), step, findings.stream().allMatch(Finding::isLint));
      noteIdle(plan.app(), step, findings);
      String app = plan.app().name().text();
      log.debug(
          "rehearsed {} {} {}: {} finding(s)", step.action(), app, step.script(), findings.size());
      List<Finding> known = accepted(plan.app().settings(), step, findings);
      verdicts.add(verdict(plan.app(), step, known));
    }
  }

  private static MigrationVerdict verdict(App app, Step step, List<Finding> findings) {
    return new MigrationVerdict(
        app.name().text(), step.action(), step.script(), step.file(), findings);
  }

  /** Adds what its undo script can't do at the end to what is known of a migration. */
  private void add(Rollbacks.Failure failure) {
    AppSettings settings = failure.app().settings();
    Step step = failure.step();
    verdicts.replaceAll(
        verdict ->
            verdict.action() == step.action() && verdict.file().equals(step.file())
                ? verdict.with(accepted(settings, step, List.of(failure.finding())))
                : verdict);
    settings.accepted().stream()
        .filter(known -> known.version().equals(failure.step().migration().version()))
        .filter(known -> failure.finding().isOf(known.fault()))
        .forEach(known -> notes.remove(idle(failure.app(), known)));
  }

  /** The same findings, with the reasons of those that the app's settings accept. */
  private static List<Finding> accepted(AppSettings settings, Step step, List<Finding> findings) {
    Optional<Version> version = step.migrationVersion();
    return findings.stream()
        .map(
            finding ->
                version
                    .flatMap(v -> finding.kind().acceptable().flatMap(f -> settings.reason(f, v)))
                    .map(finding::accepted)
                    .orElse(finding))
        .toList();
  }

  /** Notes what is accepted of this migration and not found; a fault keeps others from showing. */
  private void noteIdle(App app, Step step, List<Finding> findings) {
    if (step instanceof Step.Apply apply && findings.stream().allMatch(Finding::isLint)) {
      app.settings().accepted().stream()
          .filter(known -> known.version().equals(apply.migration().version()))
          .filter(known -> findings.stream().noneMatch(finding -> finding.isOf(known.fault())))
          .forEach(known -> notes.add(idle(app, known)));
    }
  }

  private static String idle(App app, AcceptedFault known) {
    return app.name()
        + ": "
        + known
        + " in lockstep.properties can be removed: there is no such fault";
  }

  /** Applies the steps that are not to be tried. */
  private void bring(Plan plan, List<Step> known) {
    UsableTables before = pods.all(pair.run().jdbc());
    Optional<StepError> error = pair.run().execute(only(plan, known));
    pods.know(before, pair.run().jdbc());
    int done = known.size();
    if (error.isPresent()) {
      Step failed = pair.run().failed().orElseThrow();
      done = known.indexOf(failed);
      breaks(plan, failed);
      verdicts.add(verdict(plan.app(), failed, List.of(Finding.applyFails(error.get()))));
    }
    if (done > 0) {
      pair.keep(only(plan, known.subList(0, done)));
    }
    schemaNow = pair.run().fingerprint();
  }

  private void strayUndos(App app) {
    app.strayUndos()
        .forEach(
            (version, undo) ->
                verdicts.add(
                    new MigrationVerdict(
                        app.name().text(),
                        StepAction.UNDO,
                        undo.name(),
                        undo.toString(),
                        List.of(Finding.strayUndo(version)))));
  }

  private List<Finding> rehearse(Plan plan, Step step) {
    StepRehearsal rehearsal =
        new StepRehearsal(pair, schema, pods, only(plan, List.of(step)), schemaNow);
    List<Finding> findings = new ArrayList<>(rehearsal.run());
    if (!rehearsal.takenFromOldPods().isEmpty()) {
      breaksOldPods(plan.app(), step, rehearsal.takenFromOldPods()).ifPresent(findings::add);
    }
    schemaNow = rehearsal.schemaNow();
    if (rehearsal.failed() && !(step instanceof Step.Repeat)) {
      breaks(plan, step);
    }
    if (rehearsal.spoilt()) {
      renew(step);
    }
    return findings;
  }

  private void renew(Step after) {
    log.info("going on after {} in a fresh scratch database", after.script());
    stuck = pair.renew().map(error -> notFresh(after, error));
    schemaNow = pair.run().fingerprint();
  }

  /** Reads all scripts. */
  private static boolean hasContracts(App app) {
    return app.migrations().values().stream().anyMatch(Migration::isReadableContract);
  }

  /** A fault where the app has contract steps; else only a line at the end. */
  private Optional<Finding> breaksOldPods(App app, Step step, List<String> changes) {
    if (contracts.computeIfAbsent(app.name(), name -> hasContracts(app))) {
      return Optional.of(Finding.breaksOldPods(String.join(", ", changes)));
    }
    changing
        .computeIfAbsent(app.name(), name -> new ArrayList<>())
        .add(step.migrationVersion().map(Version::toString).orElse(step.script()));
    return Optional.empty();
  }

  private static String notFresh(Step after, StepError error) {
    return "after "
        + after.script()
        + " no fresh database could be brought here: what worked once fails the second time: "
        + error.reason();
  }

  /** The reason why a rehearsal of this step would show nothing. */
  private Optional<String> obstacle(Plan plan, Step step) {
    return stuck
        .or(() -> Optional.ofNullable(broken.get(plan.app().name())).map(PlanRehearsal::stopped))
        .or(() -> missing(step));
  }

  private static String stopped(List<Step> rest) {
    return rest.get(0).script() + " comes before it and fails";
  }

  private Optional<String> missing(Step step) {
    if (!(step instanceof Step.Apply apply)) {
      return Optional.empty();
    }
    return apply.requires().stream()
        .filter(requirement -> isMissing(requirement))
        .findFirst()
        .map(requirement -> "it requires " + requirement + ", which is not reached");
  }

  private boolean isMissing(Requirement requirement) {
    return broken.getOrDefault(requirement.app(), List.of()).stream()
        .filter(Step.Apply.class::isInstance)
        .flatMap(step -> step.migrationVersion().stream())
        .anyMatch(version -> version.compareTo(requirement.version()) <= 0);
  }

  /** An app goes no further than a step that fails, be it a migration or a callback. */
  private void breaks(Plan plan, Step failed) {
    List<Step> steps = plan.steps();
    broken.put(plan.app().name(), steps.subList(steps.indexOf(failed), steps.size()));
  }
}
