package io.lockstep.othertools;

import io.lockstep.catalog.App;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The changes that Sqitch has deployed: those of the project that has the app's name, or of the one
 * that has most of the app's migrations. A change that was reworked has a row for each time.
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
    Map<String, List<String>> changes = new LinkedHashMap<>();
    rows.forEach(
        row -> changes.computeIfAbsent(row.project(), p -> new ArrayList<>()).add(row.change()));
    return Optional.ofNullable(changes.get(app.name().text()))
        .map(names -> NamedMigrations.of(app, names))
        .or(
            () ->
                changes.values().stream()
                    .map(names -> NamedMigrations.of(app, names))
                    .max(Comparator.comparing(versions -> versions.applied().size())))
        .filter(versions -> !versions.applied().isEmpty())
        .map(ToolHistory.class::cast);
  }
}
