package io.lockstep.othertools;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tool that stores its applied migrations in a table: the table's name, and the columns that
 * distinguish it from another tool's table of that name, and from an application's own. After a
 * colon is the category of a column's type (pg_type.typcategory): N numbers, S texts, B booleans, D
 * times, A arrays, U others.
 */
public enum Tool {
  GOLANG_MIGRATE("golang-migrate", "schema_migrations", Columns.AMONG_OTHERS, "version:N dirty:B"),
  FLYWAY(
      "Flyway",
      "flyway_schema_history",
      Columns.AMONG_OTHERS,
      "installed_rank:N version:S success:B"),
  LIQUIBASE(
      "Liquibase",
      "databasechangelog",
      Columns.AMONG_OTHERS,
      "id:S author:S filename:S exectype:S",
      "databasechangeloglock"),
  DJANGO("Django", "django_migrations", Columns.AMONG_OTHERS, "id:N app:S name:S applied:D"),
  GOOSE("goose", "goose_db_version", Columns.AMONG_OTHERS, "id version_id is_applied"),
  PRISMA(
      "Prisma",
      "_prisma_migrations",
      Columns.AMONG_OTHERS,
      "checksum:S finished_at:D migration_name:S rolled_back_at:D"),
  SQLX(
      "sqlx",
      "_sqlx_migrations",
      Columns.AMONG_OTHERS,
      "version:N description:S success:B checksum:U"),
  ENTITY_FRAMEWORK(
      "Entity Framework",
      "__EFMigrationsHistory",
      Columns.AMONG_OTHERS,
      "MigrationId:S ProductVersion:S"),
  /** With the names that EFCore.NamingConventions gives. */
  ENTITY_FRAMEWORK_IN_SNAKE_CASE(
      "Entity Framework", "__EFMigrationsHistory", Columns.ALL, "migration_id:S product_version:S"),
  SQITCH(
      "Sqitch",
      "changes",
      Columns.AMONG_OTHERS,
      "change_id:S script_hash:S change:S project:S planned_at:D"),
  ATLAS(
      "Atlas",
      "atlas_schema_revisions",
      Columns.AMONG_OTHERS,
      "version:S description:S applied:N total:N executed_at:D hash:S"),
  YOYO(
      "yoyo",
      "_yoyo_migration",
      Columns.AMONG_OTHERS,
      "migration_hash:S migration_id:S applied_at_utc:D",
      "_yoyo_log"),
  DIESEL("Diesel", "__diesel_schema_migrations", Columns.ALL, "version:S run_on:D"),
  SQL_MIGRATE("sql-migrate", "gorp_migrations", Columns.ALL, "id:S applied_at:D"),
  ALEMBIC("Alembic", "alembic_version", Columns.ALL, "version_num:S"),
  KNEX(
      "Knex",
      "knex_migrations",
      Columns.ALL,
      "id:N name:S batch:N migration_time:D",
      "knex_migrations_lock"),
  SEQUELIZE("Sequelize", "SequelizeMeta", Columns.ALL, "name:S"),
  HASURA(
      "Hasura",
      HasuraState.DOCUMENT,
      Columns.AMONG_OTHERS,
      "hasura_uuid:U version:S cli_state:U console_state:U"),
  TYPEORM("TypeORM", "migrations", Columns.ALL, "id:N timestamp:N name:S", "typeorm_metadata"),
  LARAVEL("Laravel", "migrations", Columns.ALL, "id:N migration:S batch:N"),
  /** As Laravel made it before 5.5. */
  LARAVEL_WITHOUT_ID("Laravel", "migrations", Columns.ALL, "migration:S batch:N"),
  DRIZZLE("Drizzle", "__drizzle_migrations", Columns.ALL, "id:N hash:S created_at:N"),
  REFINERY(
      "refinery",
      "refinery_schema_history",
      Columns.ALL,
      "version:N name:S applied_on:S checksum:S"),
  NODE_PG_MIGRATE("node-pg-migrate", "pgmigrations", Columns.ALL, "id:N name:S run_on:D"),
  DB_MIGRATE("db-migrate", "migrations", Columns.ALL, "id:N name:S run_on:D"),
  POSTGRES_MIGRATIONS(
      "postgres-migrations", "migrations", Columns.ALL, "id:N name:S hash:S executed_at:D"),
  GRAPHILE_MIGRATE(
      "graphile-migrate",
      "migrations",
      Columns.ALL,
      "hash:S previous_hash:S filename:S date:D",
      "current"),
  POSTGRATOR("postgrator", "schemaversion", Columns.ALL, "version:N name:S md5:S run_at:D"),
  TERN("tern", "schema_version", Columns.ALL, "version:N"),
  ORY("Ory", "schema_migration", Columns.ALL, "version:S version_self:N"),
  ECTO("Ecto", "schema_migrations", Columns.ALL, "version:N inserted_at:D"),
  SUPABASE("Supabase", "schema_migrations", Columns.AMONG_OTHERS, "version:S statements:A name:S"),
  DBMATE("dbmate", "schema_migrations", Columns.ALL, "version:S"),
  POP("pop", "schema_migration", Columns.ALL, "version:S"),
  /** Its table has dbmate's columns; a second table beside it tells the two apart. */
  RAILS("Rails", "schema_migrations", Columns.NONE, "", "ar_internal_metadata");

  /** The way in which the named columns identify a table. */
  private enum Columns {
    /** They are so specific that the table may have other columns, and another name. */
    AMONG_OTHERS,
    /** They are common, so the table must have no others, and the tool's name. */
    ALL,
    /** They are another tool's as well. */
    NONE
  }

  private final String title;
  private final String table;
  private final Columns telling;
  private final String columns;
  private final String companion;

  Tool(String title, String table, Columns telling, String columns) {
    this(title, table, telling, columns, "");
  }

  Tool(String title, String table, Columns telling, String columns, String companion) {
    this.title = title;
    this.table = table;
    this.telling = telling;
    this.columns = columns;
    this.companion = companion;
  }

  private Set<String> columns() {
    return Set.of(columns.split(" ", -1));
  }

  /** The names that the tools give their tables if nothing else is configured. */
  static List<String> tables() {
    return Arrays.stream(values()).map(tool -> tool.table).distinct().toList();
  }

  /** The name of a second table of the tool's, if nothing else is configured. */
  public Optional<String> companion() {
    return companion.isEmpty() ? Optional.empty() : Optional.of(companion);
  }

  /** The tools whose table has this name, if nothing else is configured. */
  static List<Tool> ofTable(String name) {
    return Arrays.stream(values())
        .filter(tool -> tool.table.equals(name) || tool.companion.equals(name))
        .toList();
  }

  /** All tools, for people. */
  static String titles() {
    return String.join(", ", Arrays.stream(values()).map(tool -> tool.title).distinct().toList());
  }

  /**
   * The tool whose table has this name and these columns.
   *
   * @param columns each with the category of its type, {@code version:N}
   */
  static Optional<Tool> of(String name, Collection<String> columns) {
    return Arrays.stream(values())
        .filter(tool -> tool.isTold(columns))
        .filter(tool -> tool.telling == Columns.AMONG_OTHERS || tool.table.equalsIgnoreCase(name))
        .findFirst();
  }

  /**
   * This tool, or the one that has the same table in this schema, or with this second table beside
   * it.
   */
  Tool in(String schema, boolean internalMetadata) {
    if (this == GOLANG_MIGRATE && schema.equals("hdb_catalog")) {
      return HASURA; // whose command line began as a copy of it
    }
    return this == DBMATE && internalMetadata ? RAILS : this;
  }

  /** The tool of a table that the user says is a tool's, so that it may have any name. */
  static Optional<Tool> of(Collection<String> columns) {
    return Arrays.stream(values()).filter(tool -> tool.isTold(columns)).findFirst();
  }

  private boolean isTold(Collection<String> all) {
    boolean has =
        columns().stream()
            .allMatch(
                own ->
                    own.contains(":")
                        ? all.contains(own)
                        : all.stream().anyMatch(column -> column.startsWith(own + ":")));
    return switch (telling) {
      case AMONG_OTHERS -> has;
      case ALL -> has && all.size() == columns().size();
      case NONE -> false;
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
