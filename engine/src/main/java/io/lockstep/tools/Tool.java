package io.lockstep.tools;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tool that keeps in a table what it has applied: the table's name, and columns that tell it from
 * an application's own table of that name.
 */
public enum Tool {
  GOLANG_MIGRATE("golang-migrate", "schema_migrations", Columns.AMONG_OTHERS, "version dirty"),
  FLYWAY("Flyway", "flyway_schema_history", Columns.AMONG_OTHERS, "installed_rank version success"),
  LIQUIBASE("Liquibase", "databasechangelog", Columns.AMONG_OTHERS, "id author filename exectype"),
  DJANGO("Django", "django_migrations", Columns.AMONG_OTHERS, "app name applied"),
  GOOSE("goose", "goose_db_version", Columns.AMONG_OTHERS, "id version_id is_applied"),
  PRISMA(
      "Prisma",
      "_prisma_migrations",
      Columns.AMONG_OTHERS,
      "checksum finished_at migration_name rolled_back_at"),
  SQLX("sqlx", "_sqlx_migrations", Columns.AMONG_OTHERS, "version description success checksum"),
  ENTITY_FRAMEWORK(
      "Entity Framework",
      "__EFMigrationsHistory",
      Columns.AMONG_OTHERS,
      "MigrationId ProductVersion"),
  SQITCH(
      "Sqitch", "changes", Columns.AMONG_OTHERS, "change_id script_hash change project planned_at"),
  DIESEL("Diesel", "__diesel_schema_migrations", Columns.ALL, "version run_on"),
  ALEMBIC("Alembic", "alembic_version", Columns.ALL, "version_num"),
  KNEX("Knex", "knex_migrations", Columns.ALL, "id name batch migration_time"),
  SEQUELIZE("Sequelize", "SequelizeMeta", Columns.ALL, "name"),
  TYPEORM("TypeORM", "migrations", Columns.ALL, "id timestamp name"),
  LARAVEL("Laravel", "migrations", Columns.ALL, "id migration batch"),
  DRIZZLE("Drizzle", "__drizzle_migrations", Columns.ALL, "id hash created_at"),
  ECTO("Ecto", "schema_migrations", Columns.ALL, "version inserted_at"),
  SUPABASE("Supabase", "schema_migrations", Columns.AMONG_OTHERS, "version statements name"),
  /** Rails has a table like it, a row for each version. */
  DBMATE("dbmate", "schema_migrations", Columns.ALL, "version");

  /** How the named columns tell a table. */
  private enum Columns {
    /** They are so much its own that the table may have others, and another name. */
    AMONG_OTHERS,
    /** They are anybody's, so it has no others, and its tool's name. */
    ALL
  }

  private final String title;
  private final String table;
  private final Columns telling;
  private final String columns;

  Tool(String title, String table, Columns telling, String columns) {
    this.title = title;
    this.table = table;
    this.telling = telling;
    this.columns = columns;
  }

  private Set<String> columns() {
    return Set.of(columns.split(" "));
  }

  /** The names that the tools give their tables if nobody says otherwise. */
  static List<String> tables() {
    return Arrays.stream(values()).map(tool -> tool.table).distinct().toList();
  }

  /** All tools, for people. */
  static String titles() {
    return String.join(", ", Arrays.stream(values()).map(tool -> tool.title).toList());
  }

  /** Whose table it is that has this name and these columns. */
  static Optional<Tool> of(String name, Collection<String> columns) {
    return Arrays.stream(values())
        .filter(tool -> tool.isTold(columns))
        .filter(tool -> tool.telling == Columns.AMONG_OTHERS || tool.table.equals(name))
        .findFirst();
  }

  /** Whose table it is that somebody says is a tool's, so that its name may be any. */
  static Optional<Tool> of(Collection<String> columns) {
    return Arrays.stream(values())
        .filter(tool -> tool.isTold(columns))
        .findFirst()
        .or(() -> columns.containsAll(DBMATE.columns()) ? Optional.of(DBMATE) : Optional.empty());
  }

  private boolean isTold(Collection<String> all) {
    return switch (telling) {
      case AMONG_OTHERS -> all.containsAll(columns());
      case ALL -> Set.copyOf(all).equals(columns());
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
