package io.lockstep.rehearse.effect;

import io.lockstep.rehearse.effect.UsableTables.Column;
import io.lockstep.rehearse.effect.UsableTables.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What pods of the application's previous version may use: the tables and columns that were there
 * before the first step that is rehearsed. Finds out by the catalog, before and after a step, what
 * of it they can't use any more. Keeps names, since OIDs differ between scratch databases.
 */
public final class OldPods {
  private final String schema;
  private final Set<String> used = new HashSet<>();

  /**
   * @param schema the schema in which the migrations run
   */
  public OldPods(String schema) {
    this.schema = schema;
  }

  /** The state that a step begins with; it is not read where old pods use nothing. */
  public UsableTables before(JdbcClient jdbc) {
    return used.isEmpty() ? new UsableTables(Map.of()) : all(jdbc);
  }

  /** All that is there now. */
  public UsableTables all(JdbcClient jdbc) {
    return UsableTables.read(jdbc, schema);
  }

  /** Takes all that has come since that state for what old pods use. */
  public void know(UsableTables before, JdbcClient jdbc) {
    Set<String> there = names(before);
    names(all(jdbc)).stream().filter(name -> !there.contains(name)).forEach(used::add);
  }

  /** Takes all that is there for what old pods use. */
  public void knowAll(JdbcClient jdbc) {
    used.addAll(names(all(jdbc)));
  }

  private static Set<String> names(UsableTables tables) {
    Set<String> names = new HashSet<>();
    for (Table table : tables.tables().values()) {
      names.add(table.name());
      table.columns().values().forEach(column -> names.add(name(table, column)));
    }
    return names;
  }

  private static String name(Table table, Column column) {
    return table.name() + "." + column.name();
  }

  /** What of it a step has taken from old pods, one line each. */
  public List<String> changes(UsableTables before, JdbcClient jdbc) {
    if (used.isEmpty()) {
      return List.of();
    }
    UsableTables after = all(jdbc);
    List<String> changes = new ArrayList<>();
    before.tables().entrySet().stream()
        .filter(table -> used.contains(table.getValue().name()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(table -> changes.addAll(changes(table.getKey(), table.getValue(), after)));
    return changes;
  }

  private List<String> changes(long oid, Table was, UsableTables after) {
    Optional<Table> same = Optional.ofNullable(after.tables().get(oid));
    Optional<Table> is = same.or(() -> after.named(was.name()));
    List<String> changes = new ArrayList<>();
    if (is.isEmpty()) {
      used.remove(was.name());
      changes.add("drops table " + was.name());
    } else if (!is.get().name().equals(was.name())) {
      used.remove(was.name());
      used.add(is.get().name());
      changes.add("renames table " + was.name() + " to " + is.get().name());
    }
    was.columns().entrySet().stream()
        .filter(column -> used.remove(name(was, column.getValue())))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            column ->
                is.ifPresent(
                    table ->
                        column(was, column.getKey(), column.getValue(), table, same.isPresent())
                            .ifPresent(changes::add)));
    return changes;
  }

  /**
   * What has become of a column.
   *
   * @param byNumber false if the table was created again, so that only names can be compared
   */
  private Optional<String> column(
      Table before, int number, Column was, Table after, boolean byNumber) {
    Optional<Column> found =
        byNumber ? Optional.ofNullable(after.columns().get(number)) : after.named(was.name());
    String name = name(before, was);
    if (found.isEmpty()) {
      return Optional.of("drops column " + name);
    }
    Column is = found.get();
    used.add(name(after, is));
    if (!is.name().equals(was.name())) {
      return Optional.of("renames column " + name + " to " + is.name());
    }
    if (!is.type().equals(was.type())) {
      return Optional.of("changes column " + name + " from " + was.type() + " to " + is.type());
    }
    return is.notNull() && !was.notNull()
        ? Optional.of("sets column " + name + " NOT NULL")
        : Optional.empty();
  }
}
