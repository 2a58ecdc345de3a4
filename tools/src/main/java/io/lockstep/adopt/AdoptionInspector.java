package io.lockstep.adopt;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.othertools.ToolReader;
import io.lockstep.othertools.ToolTable;
import io.lockstep.othertools.ToolTables;
import io.lockstep.placeholders.DatabaseValues;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Planner;
import io.lockstep.plan.check.MadeOrDropped;
import io.lockstep.plan.contract.AppRuns;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.sql.ServerVersion;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Inspects a database that is to be adopted. Only reads. */
final class AdoptionInspector {
  private final String schema;
  private final Catalog catalog;
  private final AdoptRequest request;

  /**
   * @param schema the schema in which the migrations run
   * @param catalog the migrations on disk
   */
  AdoptionInspector(String schema, Catalog catalog, AdoptRequest request) {
    this.schema = schema;
    this.catalog = catalog;
    this.request = request;
  }

  /**
   * Inspects it.
   *
   * @param jdbc a session in a transaction
   * @throws LockstepException {@link ExitCode#USAGE} for an unknown app or version; {@link
   *     ExitCode#REFUSED} if it can't be adopted, whatever its schema is
   */
  AdoptionSnapshot read(JdbcClient jdbc) {
    Catalog there = catalog.in(() -> DatabaseValues.read(jdbc, schema));
    return new AdoptionInspector(schema, there, request).inspect(jdbc);
  }

  private AdoptionSnapshot inspect(JdbcClient jdbc) {
    DatabaseState state = new SchemaHistoryReader(jdbc, schema).read(catalog);
    Map<AppName, Version> versions = versions(jdbc, state);
    AppliedCatalog applied = AppliedCatalog.of(catalog, state, versions);
    List<AppAdoption> apps =
        plan(jdbc, applied.catalog(), state, versions.keySet()).stream()
            .map(plan -> AppAdoption.of(plan, state))
            .toList();
    ToolTables tables = new ToolTables(jdbc, schema, catalog);
    Optional<ToolTable> table =
        request.from().isPresent()
            ? tables.named(request.from().get())
            : tables.only().or(() -> tables.onlyIn(namedSchemas(apps)));
    SchemaScope scope = SchemaScope.read(jdbc, schema, catalog.ignored());
    CompanionTables others = new CompanionTables(jdbc);
    Map<ToolTable, List<String>> companions = new LinkedHashMap<>();
    tables.all(scope.schemas()).forEach(found -> companions.put(found, others.of(found)));
    table.ifPresent(found -> companions.put(found, others.of(found)));
    return new AdoptionSnapshot(
        apps,
        applied,
        applied(state),
        table,
        table.map(t -> objections(jdbc, t, apps)).orElse(List.of()),
        ServerVersion.major(jdbc),
        scope,
        new FingerprintReader(jdbc).read(scope),
        ToolObjects.of(schema, companions, table.filter(t -> request.from().isPresent())));
  }

  /** The other schemas that the scripts name themselves where they make something. */
  private Set<String> namedSchemas(List<AppAdoption> apps) {
    return apps.stream()
        .flatMap(app -> app.plan().app().migrations().values().stream())
        .flatMap(migration -> MadeOrDropped.in(migration.script().read()).stream())
        .filter(relation -> !relation.drops())
        .flatMap(relation -> relation.schema().stream())
        .filter(named -> !named.equals(schema))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The version that each app has reached; {@code latest} is resolved. */
  private Map<AppName, Version> versions(JdbcClient jdbc, DatabaseState state) {
    Map<AppName, Version> versions = new LinkedHashMap<>();
    for (Plan plan :
        plan(
            jdbc,
            catalog,
            state,
            Set.copyOf(request.targets().stream().map(Target::app).toList()))) {
      Version version = version(plan);
      if (versions.put(plan.app().name(), version) != null) {
        throw usage(plan.app().name() + " is named twice", "Name each app once.");
      }
    }
    return versions;
  }

  private Version version(Plan plan) {
    Goal goal = plan.target().goal();
    if (goal instanceof Goal.At at) {
      // as in the file's name, and not as the user typed it
      return plan.app().versions().floor(at.version());
    }
    return Optional.of(goal)
        .filter(Goal.Latest.class::isInstance)
        .flatMap(latest -> plan.app().latest())
        .orElseThrow(
            () ->
                usage(
                    plan.app().name() + " has nothing applied then",
                    "Give a version that is on disk: ./lockstep adopt "
                        + plan.app().name()
                        + " VERSION."));
  }

  private LockstepException usage(String why, String next) {
    return new LockstepException(ExitCode.USAGE, request.asked(), why, next);
  }

  /** Plans as if nothing of these apps were applied. */
  private List<Plan> plan(
      JdbcClient jdbc, Catalog from, DatabaseState state, Set<AppName> adopted) {
    TreeMap<AppName, AppHistory> others = new TreeMap<>(state.histories());
    others.keySet().removeAll(adopted);
    return new Planner(
            from,
            new DatabaseState(
                others, state.stored(), state.unfinished(), state.begun(), state.standardStrings()),
            PlanOptions.STRICT.in(ContractPhase.AFTER_ROLLOUT),
            new AppRuns(jdbc, schema))
        .plan(request.targets());
  }

  private List<String> objections(JdbcClient jdbc, ToolTable table, List<AppAdoption> apps) {
    ToolReader reader = new ToolReader(jdbc, table);
    List<String> objections =
        new ArrayList<>(new CompanionTables(jdbc).lock(table).stream().toList());
    for (AppAdoption app : apps) {
      AppName name = app.plan().app().name();
      App onDisk = catalog.app(name).orElseThrow(); // all of it: its rows are found among all
      reader
          .read(catalog, onDisk)
          .objection(onDisk, app.version())
          .ifPresent(why -> objections.add(table + " " + why));
    }
    return List.copyOf(objections);
  }

  private static Map<AppName, Set<Version>> applied(DatabaseState state) {
    Map<AppName, Set<Version>> applied = new TreeMap<>();
    state.histories().forEach((app, history) -> applied.put(app, history.applied().keySet()));
    return applied;
  }
}
