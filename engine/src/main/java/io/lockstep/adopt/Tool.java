package io.lockstep.adopt;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tool that keeps in a table what it has applied. */
enum Tool {
  GOLANG_MIGRATE("golang-migrate", "schema_migrations"),
  FLYWAY("Flyway", "flyway_schema_history"),
  LIQUIBASE("Liquibase", "databasechangelog"),
  DJANGO("Django", "django_migrations"),
  GOOSE("goose", "goose_db_version"),
  /** Comes last: Rails and others have a table like it, a row for each version. */
  DBMATE("dbmate", "schema_migrations");

  private final String title;
  private final String table;

  Tool(String title, String table) {
    this.title = title;
    this.table = table;
  }

  /** What tells its table from the others'. */
  private Set<String> columns() {
    return switch (this) {
      case GOLANG_MIGRATE -> Set.of("version", "dirty");
      case FLYWAY -> Set.of("installed_rank", "version", "success");
      case LIQUIBASE -> Set.of("id", "author", "filename", "exectype");
      case DJANGO -> Set.of("app", "name", "applied");
      case GOOSE -> Set.of("id", "version_id", "is_applied");
      case DBMATE -> Set.of("version");
    };
  }

  /** The names that the tools give their tables if nobody says otherwise. */
  static List<String> tables() {
    return Arrays.stream(values()).map(tool -> tool.table).distinct().toList();
  }

  /** All tools, for people. */
  static String titles() {
    return String.join(", ", Arrays.stream(values()).map(tool -> tool.title).toList());
  }

  /** Whose table has these columns. */
  static Optional<Tool> of(Collection<String> columns) {
    return Arrays.stream(values()).filter(tool -> columns.containsAll(tool.columns())).findFirst();
  }

  @Override
  public String toString() {
    return title;
  }
}
