package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.AppHistory;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.targets.Version;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the content of a tool's table. */
public final class ToolReader {
  /** A description that begins with the tool's own version, which may be a text. */
  private static final Pattern NUMBERED = Pattern.compile("([^ ]+)(?: .*)?");

  /** Unless it was applied again: Flyway itself goes on only when repair has removed its row. */
  private static final String FAILED_IN_FLYWAY =
      """
      select coalesce(f.version, f.description)
        from %1$s f
       where not f.success
         and not exists (select from %1$s again
                          where again.success and again.installed_rank > f.installed_rank
                            and again.version is not distinct from f.version
                            and again.description = f.description)
      """;

  /** Its versions had 14 digits once; it writes each again with 20, and leaves the first row. */
  private static final String WITHOUT_EARLIER_OF_ORY =
      """
      select version
        from %1$s earlier
       where not exists (select from %1$s later
                          where pg_catalog.length(later.version) > 14
                            and pg_catalog.substr(later.version, 1, 14) = earlier.version)
      """;

  private final JdbcClient jdbc;
  private final ToolTable table;

  /**
   * @param jdbc a session whose role may read the table
   */
  public ToolReader(JdbcClient jdbc, ToolTable table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  /** This app's state according to the table. */
  public ToolHistory read(Catalog catalog, App app) {
    return switch (table.tool()) {
      case GOLANG_MIGRATE -> golangMigrate();
      case FLYWAY -> failed(FAILED_IN_FLYWAY).orElseGet(() -> flyway(catalog, app));
      case LIQUIBASE -> liquibase(app);
      case DJANGO -> django(app);
      case GOOSE -> goose();
      case DBMATE -> dbmate(app, texts("select version::text from " + table.sql()));
      case ECTO, SUPABASE, REFINERY, POP ->
          versions(texts("select version::text from " + table.sql()));
      case ORY -> versions(texts(WITHOUT_EARLIER_OF_ORY.formatted(table.sql())));
      case RAILS -> rails(app);
      case HASURA -> HasuraState.read(jdbc, table, app);
      case DIESEL -> dbmate(app, texts("select version from " + table.sql()));
      case SQLX ->
          failed("select version::text from %s where not success")
              .orElseGet(() -> versions(texts("select version::text from " + table.sql())));
      case PRISMA ->
          failed(
                  "select migration_name from %s where finished_at is null and rolled_back_at is null")
              .orElseGet(() -> prisma(app));
      case SQL_MIGRATE -> named(app, "pg_catalog.regexp_replace(id, '[.]sql$', '')");
      case ALEMBIC ->
          AlembicRevisions.of(
              app, texts("select version_num from %s order by 1".formatted(table.sql())));
      case ATLAS ->
          failed("select version from %s where applied < total")
              .orElseGet(() -> versions(texts("select version from " + table.sql())));
      case SQITCH -> SqitchChanges.read(jdbc, table, app).orElseGet(() -> count());
      case TYPEORM -> typeorm(app);
      case TERN, POSTGRATOR -> newest();
      case POSTGRES_MIGRATIONS -> // its own table is number 0
          versions(texts("select id::text from %s where id > 0".formatted(table.sql())));
      case NODE_PG_MIGRATE -> named(app, "name");
      case DB_MIGRATE -> named(app, "pg_catalog.regexp_replace(name, '^.*/', '')");
      case GRAPHILE_MIGRATE -> named(app, "pg_catalog.regexp_replace(filename, '[.]sql$', '')");
      case YOYO -> named(app, "migration_id");
      case DRIZZLE -> new ToolHistory.Count(rows(), count().text());
      case ENTITY_FRAMEWORK,
          ENTITY_FRAMEWORK_IN_SNAKE_CASE,
          KNEX,
          SEQUELIZE,
          LARAVEL,
          LARAVEL_WITHOUT_ID ->
          count();
    };
  }

  /**
   * The table has one row, or none after the last migration was taken back; of several by hand one
   * that did not end well counts.
   */
  private ToolHistory golangMigrate() {
    return jdbc
        .sql(
            "select version::text, dirty from %s order by dirty desc, version desc"
                .formatted(table.sql()))
        .query(
            (rs, i) ->
                new ToolHistory.At(Version.parse(rs.getString("version")), rs.getBoolean("dirty")))
        .list()
        .stream()
        .findFirst()
        .orElse(new ToolHistory.At(Optional.empty(), false));
  }

  /** The newest version is the one that it is at; 0 is none. */
  private ToolHistory newest() {
    String newest = "select max(version)::text from %s having max(version) > 0";
    return new ToolHistory.At(
        texts(newest.formatted(table.sql())).stream().findFirst().flatMap(Version::parse), false);
  }

  private ToolHistory flyway(Catalog catalog, App app) {
    App itsOwn = app.withHistoryTable(table.name());
    AppHistory history =
        new SchemaHistoryReader(jdbc, table.schema())
            .read(catalog.with(new TreeMap<>(Map.of(app.name(), itsOwn))))
            .history(app.name());
    return new ToolHistory.Versions(Set.copyOf(history.applied().keySet()), history.baseline());
  }

  /** A changeset that failed or was left out has no row, or has a type that shows it. */
  private ToolHistory liquibase(App app) {
    return LiquibaseChangeSets.of(
        app,
        jdbc.sql(
                """
                select id, author, filename from %s
                 where exectype in ('EXECUTED', 'RERAN', 'MARK_RAN')
                """
                    .formatted(table.sql()))
            .query(
                (rs, i) ->
                    new LiquibaseChangeSets.Row(
                        rs.getString("id"), rs.getString("author"), rs.getString("filename")))
            .list());
  }

  /** The rows of the Django app that has this app's name. */
  private ToolHistory django(App app) {
    List<String> names =
        jdbc.sql("select name from %s where app = :app".formatted(table.sql()))
            .param("app", app.name().text())
            .query(String.class)
            .list();
    return DjangoNames.of(app, names);
  }

  /** Matches the versions that import has kept, or those at the beginning of the files' names. */
  private static ToolHistory dbmate(App app, List<String> texts) {
    Map<String, Version> named = new HashMap<>();
    app.migrations()
        .forEach(
            (version, migration) -> {
              Matcher numbered = NUMBERED.matcher(migration.description());
              if (numbered.matches()) {
                named.put(numbered.group(1), version);
              }
            });
    long kept =
        texts.stream()
            .flatMap(text -> Version.parse(text).stream())
            .filter(app.migrations()::containsKey)
            .count();
    if (texts.stream().filter(named::containsKey).count() < Math.max(1, kept)) {
      return versions(texts);
    }
    return new ToolHistory.Versions(
        texts.stream()
            .flatMap(text -> Optional.ofNullable(named.get(text)).stream())
            .collect(Collectors.toSet()),
        Optional.empty(),
        texts.stream().filter(text -> !named.containsKey(text)).toList());
  }

  /** Going down removes a version's row, or adds one (before goose 3): the last row counts. */
  private ToolHistory goose() {
    return versions(
        texts(
            """
            select version_id::text
              from (select distinct on (version_id) version_id, is_applied
                      from %s
                     where version_id > 0
                     order by version_id, id desc) last
             where is_applied
            """
                .formatted(table.sql())));
  }

  /** A migration that did not end well, if there is one. */
  private Optional<ToolHistory> failed(String query) {
    return texts(query.formatted(table.sql())).stream()
        .sorted()
        .findFirst()
        .map(ToolHistory.Failed::new);
  }

  /** What was rolled back and applied again has a row of each. */
  private ToolHistory prisma(App app) {
    return NamedMigrations.of(
        app,
        texts(
            "select distinct migration_name from %s where rolled_back_at is null"
                .formatted(table.sql())));
  }

  /** An app whose first migration is Rails' structure.sql has all older versions in it. */
  private ToolHistory rails(App app) {
    Set<Version> applied = applied(texts("select version::text from " + table.sql()));
    return new ToolHistory.Versions(
        applied,
        Optional.ofNullable(app.migrations().firstEntry())
            .filter(first -> first.getValue().description().equals("structure"))
            .map(Map.Entry::getKey)
            .filter(applied::contains));
  }

  /** A class' name ends with its time, which import puts in front, or makes the version. */
  private ToolHistory typeorm(App app) {
    ToolHistory.Versions found =
        NamedMigrations.of(
            app,
            texts(
                "select pg_catalog.regexp_replace(name, '^(.*)([0-9]{13})$', '\\2_\\1') from %s order by id"
                    .formatted(table.sql())));
    return found.applied().isEmpty() ? count() : found;
  }

  /** Names that are those of the files. */
  private ToolHistory named(App app, String name) {
    return NamedMigrations.of(app, texts("select %s from %s".formatted(name, table.sql())));
  }

  private ToolHistory count() {
    int applied = rows();
    return new ToolHistory.OfItsOwn(
        "has applied " + applied + " migration" + (applied == 1 ? "" : "s"));
  }

  private int rows() {
    return jdbc.sql("select count(*) from " + table.sql()).query(Integer.class).single();
  }

  private List<String> texts(String query) {
    return jdbc.sql(query).query(String.class).list();
  }

  /** A text that is no version can't be ours; the comparison of the schemas will show it. */
  private static ToolHistory versions(List<String> texts) {
    return new ToolHistory.Versions(applied(texts), Optional.empty());
  }

  private static Set<Version> applied(List<String> texts) {
    return texts.stream()
        .flatMap(text -> Version.parse(text).stream())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
