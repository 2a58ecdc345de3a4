package io.lockstep.adopt;

import io.lockstep.fingerprint.Fingerprint;
import io.lockstep.fingerprint.scope.ObjectPattern;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.othertools.ToolTable;
import io.lockstep.othertools.ToolTables;
import io.lockstep.sql.Identifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of schemas that are other tools' own: no migration has made them. */
final class ToolObjects {
  private final String home;
  private final ObjectPatterns tables;
  private final List<String> schema;

  private ToolObjects(String home, ObjectPatterns tables, List<String> schema) {
    this.home = home;
    this.tables = tables;
    this.schema = schema;
  }

  /**
   * The objects of these tables: the tables, and those beside them, with their indexes and their
   * sequences; in a schema of the tool's own, all.
   *
   * @param home the schema whose objects are named without it
   * @param named the table that the user has named: its schema is no migration's either
   */
  static ToolObjects of(
      String home, Map<ToolTable, List<String>> companions, Optional<ToolTable> named) {
    return new ToolObjects(
        home,
        new ObjectPatterns(
            companions.entrySet().stream()
                .flatMap(entry -> patterns(home, entry.getKey(), entry.getValue()))
                .toList()),
        named.map(ToolTable::schema).stream()
            .flatMap(schema -> Stream.of(schema, Identifier.quote(schema)))
            .map("schema "::concat)
            .toList());
  }

  private static Stream<ObjectPattern> patterns(
      String home, ToolTable table, List<String> companions) {
    return ToolTables.isToolsOwn(table.schema()) && !table.schema().equals(home)
        ? Stream.of(ObjectPattern.schema(table.schema()))
        : Stream.concat(Stream.of(table.name()), companions.stream())
            .map(name -> ObjectPattern.table(table.schema(), name));
  }

  /** The content of a schema without these objects. */
  Fingerprint without(Fingerprint fingerprint) {
    Fingerprint rest = tables.leftOutOf(fingerprint, home);
    return schema.isEmpty() ? rest : rest.without(schema::contains);
  }
}
