package io.lockstep.adopt;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.scope.ObjectPattern;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.othertools.ToolTable;
import io.lockstep.othertools.ToolTables;
import java.util.List;
import java.util.stream.Stream;

/** The objects of schemas that are other tools' own: no migration has made them. */
final class ToolObjects {
  private final String home;
  private final ObjectPatterns tables;

  private ToolObjects(String home, ObjectPatterns tables) {
    this.home = home;
    this.tables = tables;
  }

  /**
   * The objects of these tables: the tables, their indexes and their sequences; in a schema of the
   * tool's own, all.
   *
   * @param home the schema whose objects are named without it
   */
  static ToolObjects of(String home, List<ToolTable> tables) {
    return new ToolObjects(
        home,
        new ObjectPatterns(
            tables.stream()
                .flatMap(
                    table ->
                        ToolTables.isToolsOwn(table.schema()) && !table.schema().equals(home)
                            ? Stream.of(ObjectPattern.schema(table.schema()))
                            : Stream.concat(
                                    Stream.of(table.name()), table.tool().companion().stream())
                                .map(name -> ObjectPattern.table(table.schema(), name)))
                .toList()));
  }

  /** The content of a schema without these objects. */
  Fingerprint without(Fingerprint schema) {
    return tables.leftOutOf(schema, home);
  }
}
