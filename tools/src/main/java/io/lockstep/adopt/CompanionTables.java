package io.lockstep.adopt;

import io.lockstep.othertools.Tool;
import io.lockstep.othertools.ToolTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables that a tool has beside the one with its migrations, and the lock that is in one. */
final class CompanionTables {
  private static final List<String> LIQUIBASES_LOCK =
      List.of("id", "locked", "lockgranted", "lockedby");

  private static final List<String> YOYOS = List.of("_yoyo_log", "_yoyo_version", "yoyo_lock");

  private final JdbcClient jdbc;

  /** Uses this session. */
  CompanionTables(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Their names, in the schema of the tool's table. */
  List<String> of(ToolTable table) {
    return companions(table).stream().map(Companion::name).toList();
  }

  /** What is said of a lock that the tool holds; empty if it holds none, or none can be read. */
  Optional<String> lock(ToolTable table) {
    return companions(table).stream()
        .flatMap(companion -> held(table, companion).stream())
        .findFirst();
  }

  private record Companion(String name, List<String> columns) {
    /** Liquibase's may have any name; Knex's has that of its first table. */
    private boolean isOf(ToolTable table) {
      return switch (table.tool()) {
        case LIQUIBASE -> columns.equals(LIQUIBASES_LOCK) || isNamedAsUsual(table.tool());
        case YOYO -> YOYOS.contains(name);
        case KNEX -> name.equals(table.name() + "_lock");
        default -> isNamedAsUsual(table.tool());
      };
    }

    private boolean isNamedAsUsual(Tool tool) {
      return tool.companion().filter(name::equals).isPresent();
    }
  }

  private List<Companion> companions(ToolTable table) {
    return table.tool().companion().isEmpty()
        ? List.of()
        : jdbc
            .sql(
                """
                select c.relname,
                       array(select a.attname::text
                               from pg_catalog.pg_attribute a
                              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                              order by a.attnum) as columns
                  from pg_catalog.pg_class c
                  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = :schema and c.relkind in ('r', 'p')
                 order by c.relname
                """)
            .param("schema", table.schema())
            .query(
                (rs, i) ->
                    new Companion(
                        rs.getString("relname"),
                        Arrays.asList((String[]) rs.getArray("columns").getArray())))
            .list()
            .stream()
            .filter(companion -> companion.isOf(table))
            .toList();
  }

  private Optional<String> held(ToolTable table, Companion companion) {
    String query =
        companion.columns().equals(LIQUIBASES_LOCK)
            ? "select pg_catalog.concat(': ' || lockedby, ', since ' || lockgranted) from %s where locked"
            : companion.columns().contains("is_locked")
                ? "select '' from %s where is_locked <> 0"
                : "";
    ToolTable lock = new ToolTable(table.tool(), table.schema(), companion.name());
    return query.isEmpty() || !lock.isReadable(jdbc)
        ? Optional.empty()
        : jdbc.sql(query.formatted(lock.sql())).query(String.class).list().stream()
            .findFirst()
            .map(
                by ->
                    lock.name() + " says that " + lock.tool() + " is at work or was cut off" + by);
  }
}
