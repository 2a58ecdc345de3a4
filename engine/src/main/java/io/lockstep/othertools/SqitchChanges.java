package io.lockstep.othertools;

import io.lockstep.catalog.App;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The changes that Sqitch has deployed: those of the project that has the app's name, or of the
 * only one. A change that was reworked has a row for each time.
 */
final class SqitchChanges {
  private SqitchChanges() {}

  private record Row(String project, String change) {}

  /** Empty if none of them is a migration of the app. */
  static Optional<ToolHistory> read(JdbcClient jdbc, ToolTable table, App app) {
    List<Row> rows =
        jdbc.sql("select project, change from %s order by planned_at".formatted(table.sql()))
            .query((rs, i) -> new Row(rs.getString("project"), rs.getString("change")))
            .list();
    List<String> projects = rows.stream().map(Row::project).distinct().toList();
    String own = projects.size() == 1 ? projects.get(0) : app.name().text();
    ToolHistory.Versions found =
        NamedMigrations.of(
            app, rows.stream().filter(row -> row.project().equals(own)).map(Row::change).toList());
    return Optional.<ToolHistory>of(found).filter(versions -> !found.applied().isEmpty());
  }
}
