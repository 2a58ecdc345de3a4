package io.lockstep.plan.check;

import io.lockstep.Abridged;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Migration;
import io.lockstep.fingerprint.scope.SchemaScope;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.othertools.Tool;
import io.lockstep.othertools.ToolHistory;
import io.lockstep.othertools.ToolTable;
import io.lockstep.othertools.ToolTables;
import io.lockstep.plan.Plan;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.Step;
import io.lockstep.schema.LockstepSchema;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Refuses to begin an app where others have worked: another tool has a table that shows it, or the
 * schema has objects that no app has made. The model is Flyway's "Found non-empty schema(s) … but
 * no schema history table. Use baseline()" (DbMigrate, PostgreSQLSchema.doEmpty). Two things
 * differ: several apps share a schema here; and objects without data that init scripts leave in a
 * schema, such as extensions, types and functions, do not count, because no data is lost with them.
 */
final class FromZeroCheck {
  private static final String DEFAULT_SCHEMA = "public";

  private final JdbcClient jdbc;
  private final String schema;
  private final Catalog catalog;
  private final DatabaseState state;

  FromZeroCheck(JdbcClient jdbc, String schema, Catalog catalog, DatabaseState state) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.catalog = catalog;
    this.state = state;
  }

  /**
   * Checks those plans that begin an app.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) at the first that would touch others'
   *     objects
   */
  void refuse(List<Plan> plans, PlanOptions options) {
    List<Plan> bare =
        plans.stream()
            .filter(plan -> state.history(plan.app().name()).last().isEmpty())
            .filter(plan -> !options.fromZero().contains(plan.app().name()))
            .toList();
    if (bare.isEmpty()) {
      return; // the usual case: nothing is read
    }
    EarlierRuns runs = EarlierRuns.read(jdbc, schema);
    ForeignObjects objects = new ForeignObjects(jdbc, schema, catalog, state, runs);
    bare.forEach(plan -> refuseLost(plan, objects));
    List<Plan> first = bare.stream().filter(this::begins).toList();
    first.forEach(plan -> refuseRenamed(plan, plans));
    AppToolTables tables = new AppToolTables(jdbc, schema, catalog, state, runs);
    Set<String> known = new HashSet<>(List.of(schema, DEFAULT_SCHEMA, LockstepSchema.SCHEMA));
    OtherSchemas others = OtherSchemas.read(jdbc, known);
    List<ForeignObjectsCheck> path = ForeignObjectsCheck.all(jdbc, schema, catalog, others.path());
    NamedSchemasCheck elsewhere = new NamedSchemasCheck(jdbc, known, others.anyTables());
    for (Plan plan : first) {
      historyElsewhere(plan.app()).ifPresent(table -> refuseElsewhere(plan, table, tables));
      tables.of(plan.app()).ifPresent(table -> refuse(plan, table, tables));
      refuse(plan, objects.beside(plan.app().name()));
      path.forEach(
          behind -> behind.met(plan).ifPresent(found -> refuse(plan, found, behind.schema())));
      NamedSchemasCheck.Found named = elsewhere.find(plan, tables);
      named.tool().ifPresent(table -> refuse(plan, table, tables));
      if (!runs.apps().contains(plan.app().name()) && noOtherIsTakenBack(plan.app(), plans)) {
        path.get(0)
            .droppedHere(plan)
            .or(() -> named.dropped().stream().findFirst())
            .ifPresent(found -> refuseDrop(plan, found));
      }
    }
  }

  private static boolean noOtherIsTakenBack(App app, List<Plan> plans) {
    return plans.stream().filter(plan -> !plan.app().equals(app)).noneMatch(Plan::takesBack);
  }

  /** True if the plan begins the app. A step back takes back objects that the app has made. */
  private boolean begins(Plan plan) {
    AppName app = plan.app().name();
    return plan.steps().stream().anyMatch(step -> !(step instanceof Step.Undo))
        && !state.unfinished().containsKey(app);
  }

  /**
   * The app has worked here, by the scripts stored with its migrations, but its history table is
   * gone or has another name in this image. So its migrations would run over its own objects, or
   * "zero" would leave them.
   */
  private void refuseLost(Plan plan, ForeignObjects objects) {
    App app = plan.app();
    SortedSet<Version> applied = state.stored().versions(app.name());
    if (!applied.isEmpty() && !objects.all().isEmpty()) {
      throw refused(
          plan,
          "it was at %s, by the undo scripts stored here, and %s has no row"
              .formatted(applied.last(), app.historyTable()),
          "Put the table back, or its name as history=TABLE into the app's lockstep.properties; or write it again: ./lockstep adopt %s VERSION; --from-zero %s runs all its migrations on top of what is there."
              .formatted(app.name(), app.name()));
    }
    if (!applied.isEmpty()) {
      refuseMoved(plan, applied.last());
    }
  }

  /** The app's objects were moved, or its schema was renamed, so that this one is empty. */
  private void refuseMoved(Plan plan, Version last) {
    AppName app = plan.app().name();
    List<String> homes = SchemaScope.read(jdbc, schema, catalog.ignored()).others();
    for (ToolTable table : inOtherSchemas(plan.app())) {
      if (!homes.contains(table.schema())) {
        throw refused(
            plan,
            "it was at %s, by the undo scripts stored here, and the table %s is in the schema %s now"
                .formatted(last, table.name(), table.schema()),
            "Set POSTGRES_SCHEMA=%s, and store the undo scripts there: ./lockstep adopt %s VERSION; --from-zero %s runs all its migrations in %s."
                .formatted(table.schema(), app, app, schema));
      }
    }
  }

  /** An app that was renamed would begin again on top of its own objects. */
  private void refuseRenamed(Plan plan, List<Plan> plans) {
    state.histories().entrySet().stream()
        .filter(old -> catalog.app(old.getKey()).isEmpty())
        .filter(old -> plans.stream().noneMatch(p -> p.app().name().equals(old.getKey())))
        .filter(old -> hasApplied(old.getValue(), plan))
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(
            old -> {
              AppName app = plan.app().name();
              throw refused(
                  plan,
                  "app " + old + ", which is not on disk, has applied the same migrations",
                  "If it was renamed, name its folder %s again, or put the target \"%s zero\" before this one; --from-zero %s runs all its migrations beside it."
                      .formatted(old, old, app));
            });
  }

  /** True if the plan's app has all that the history applied: a common beginning is not enough. */
  private static boolean hasApplied(AppHistory history, Plan plan) {
    Map<Version, Migration> onDisk = plan.app().migrations();
    return !history.applied().isEmpty()
        && history.applied().entrySet().stream()
            .allMatch(
                applied ->
                    Optional.ofNullable(onDisk.get(applied.getKey()))
                        .filter(m -> m.description().equals(applied.getValue().description()))
                        .filter(m -> !applied.getValue().differsFrom(m.script()))
                        .isPresent());
  }

  private static void refuse(Plan plan, ToolTable table, AppToolTables tables) {
    App app = plan.app();
    Optional<ToolHistory> said = tables.said(table, app);
    Optional<Version> version =
        said.flatMap(history -> history.reached(app))
            .flatMap(v -> Optional.ofNullable(app.migrations().get(v)))
            .map(migration -> migration.version());
    throw refused(
        plan,
        tables.name(table)
            + said.map(history -> " " + history.text()).orElse(" is there, of another tool"),
        version,
        "takes over what that tool has made");
  }

  /**
   * The history that the app says it goes on with, in another schema than the default one. Where
   * somebody has named a schema, others may have such tables of their own: those of tenants.
   */
  private Optional<ToolTable> historyElsewhere(App app) {
    return app.settings().goesOnFromFlyway(app.name()) && schema.equals(DEFAULT_SCHEMA)
        ? inOtherSchemas(app).stream().findFirst()
        : Optional.empty();
  }

  private List<ToolTable> inOtherSchemas(App app) {
    return new ToolTables(jdbc, schema, catalog).inOtherSchemas(app.historyTable(), Tool.FLYWAY);
  }

  private static void refuseElsewhere(Plan plan, ToolTable table, AppToolTables tables) {
    throw refused(
        plan,
        tables.name(table)
            + tables.said(table, plan.app()).map(said -> " " + said.text()).orElse(" is there"),
        "If that is the app's history, set POSTGRES_SCHEMA=%s, where Flyway has kept it; --from-zero %s runs all its migrations in %s."
            .formatted(table.schema(), plan.app().name(), DEFAULT_SCHEMA));
  }

  private static void refuse(Plan plan, List<String> others) {
    if (!others.isEmpty()) {
      throw refused(
          plan,
          "the schema has what no app of Lockstep's has made: " + Abridged.names(others),
          Optional.empty(),
          "takes it over, if it is what the migrations up to VERSION make");
    }
  }

  private void refuse(Plan plan, String found, String behind) {
    AppName app = plan.app().name();
    throw refused(
        plan,
        found,
        "If the app's tables are those, set POSTGRES_SCHEMA=%s, and adopt them unless Lockstep has made them: ./lockstep adopt %s VERSION; --from-zero %s runs all its migrations in %s."
            .formatted(behind, app, app, schema));
  }

  /**
   * The object belongs to another app, or to this app under a former name, if its files or its
   * history were renamed, too.
   */
  private static void refuseDrop(Plan plan, String found) {
    AppName app = plan.app().name();
    throw refused(
        plan,
        found + ", which is there before it begins",
        "If the app was renamed, name its folder as before, or adopt what it has made: ./lockstep adopt %s VERSION; --from-zero %s runs all its migrations all the same."
            .formatted(app, app));
  }

  private static LockstepException refused(
      Plan plan, String found, Optional<Version> version, String takesOver) {
    AppName app = plan.app().name();
    return refused(
        plan,
        found,
        "./lockstep adopt %s %s %s; --from-zero %s runs all its migrations beside it."
            .formatted(app, version.map(Version::toString).orElse("VERSION"), takesOver, app));
  }

  private static LockstepException refused(Plan plan, String found, String next) {
    return new LockstepException(
        ExitCode.REFUSED,
        "target \"" + plan.target() + "\"",
        "app " + plan.app().name() + " has no history here, but " + found,
        next);
  }
}
