package io.lockstep.plan.check;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.history.DatabaseState;
import io.lockstep.othertools.Tool;
import io.lockstep.othertools.ToolHistory;
import io.lockstep.othertools.ToolReader;
import io.lockstep.othertools.ToolTable;
import io.lockstep.othertools.ToolTables;
import io.lockstep.targets.AppName;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Other tools' tables that may show the state of an app. */
final class AppToolTables {
  private final JdbcClient jdbc;
  private final String schema;
  private final Catalog catalog;
  private final DatabaseState state;
  private final EarlierRuns runs;

  AppToolTables(
      JdbcClient jdbc, String schema, Catalog catalog, DatabaseState state, EarlierRuns runs) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.catalog = catalog;
    this.state = state;
    this.runs = runs;
  }

  /** The table that may be this app's; empty if there is none, or if other apps have adopted it. */
  Optional<ToolTable> of(App app) {
    return new ToolTables(jdbc, schema, catalog)
        .ofDatabase().stream().filter(table -> !isOfOthers(table, app)).findFirst();
  }

  /** The table in one of these schemas that may be this app's. */
  Optional<ToolTable> in(List<String> schemas, App app) {
    return new ToolTables(jdbc, schema, catalog)
        .all(schemas).stream().filter(table -> !isOfOthers(table, app)).findFirst();
  }

  private boolean isOfOthers(ToolTable table, App app) {
    if (table.tool() == Tool.DJANGO) { // one table for all of its apps
      return runs.haveAdoptedFrom(table.toString(), app.name())
          && said(table, app).flatMap(history -> history.reached(app)).isEmpty();
    }
    return runs.haveAdoptedFrom(table.toString(), app.name())
        || (table.tool() == Tool.FLYWAY && hasAppOfAnotherCatalog(app.name()));
  }

  /** True if an app of another catalog, whose properties may name this table, worked here. */
  private boolean hasAppOfAnotherCatalog(AppName except) {
    return runs.apps().stream()
        .anyMatch(
            app ->
                !app.equals(except)
                    && catalog.app(app).isEmpty()
                    && !state.histories().containsKey(app));
  }

  /** The app's state in this table; empty if a right is missing or it can't be read. */
  Optional<ToolHistory> said(ToolTable table, App app) {
    try {
      return table.isReadable(jdbc)
          ? Optional.of(new ToolReader(jdbc, table).read(catalog, app))
          : Optional.empty();
    } catch (DataAccessException e) {
      return Optional.empty(); // locked, or of other types; the refusal needs no more
    }
  }

  /** The table's name, with its schema if that is not the migrations'. */
  String name(ToolTable table) {
    return (table.schema().equals(schema) ? "" : table.schema() + ".") + table;
  }
}
