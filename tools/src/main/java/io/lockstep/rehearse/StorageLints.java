package io.lockstep.rehearse;

import io.lockstep.rehearse.effect.Emptying;
import io.lockstep.rehearse.effect.Storage;
import io.lockstep.rehearse.effect.Storage.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A step's effects on relations that existed before it. */
final class StorageLints {
  private static final String TABLE = "table ";

  private final Storage before;
  private final Storage after;
  private final Emptying emptying;

  /**
   * @param emptying what the step's script says
   */
  StorageLints(Storage before, Storage after, Emptying emptying) {
    this.before = before;
    this.after = after;
    this.emptying = emptying;
  }

  /**
   * All lints.
   *
   * @param locked the relations that were seen locked with ACCESS EXCLUSIVE
   * @param noTransaction true if an index may have been built with CONCURRENTLY
   */
  List<Finding> findings(Set<Long> locked, boolean noTransaction) {
    List<Finding> findings = new ArrayList<>();
    add(findings, dropped(), names -> Finding.destroys("drops " + names));
    add(findings, emptied(), names -> Finding.destroys("empties " + names));
    add(findings, names(this::isOnlyRewritten), Finding::rewrites);
    add(findings, names(oid -> locked.contains(oid) && isWorthALine(oid, locked)), Finding::locks);
    if (!noTransaction) {
      add(findings, newIndexes(), Finding::buildsIndexes);
    }
    return findings;
  }

  /** What is dropped or emptied, if nothing else is of interest. */
  List<String> losses() {
    List<String> losses = new ArrayList<>();
    dropped().forEach(object -> losses.add("drops " + object));
    emptied().forEach(table -> losses.add("empties " + table));
    return losses;
  }

  private List<String> emptied() {
    return names(this::isEmptied).stream().map(TABLE::concat).toList();
  }

  private static void add(
      List<Finding> findings, List<String> names, Function<String, Finding> finding) {
    if (!names.isEmpty()) {
      findings.add(finding.apply(String.join(", ", names)));
    }
  }

  private List<String> names(Predicate<Long> which) {
    return before.relations().entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(entry -> entry.getValue().name())
        .sorted()
        .toList();
  }

  /** Tables, and columns of tables that still exist; partitions only if their parent stays. */
  private List<String> dropped() {
    Stream<String> tables =
        names(
                oid ->
                    relation(oid).isTable()
                        && isGone(oid)
                        && !(before.relations().containsKey(relation(oid).parent())
                            && isGone(relation(oid).parent())))
            .stream()
            .map(TABLE::concat);
    Stream<String> columns =
        before.relations().entrySet().stream()
            .filter(entry -> !isGone(entry.getKey()) && entry.getValue().parent() == 0)
            .flatMap(entry -> droppedColumns(entry.getKey()))
            .sorted();
    return Stream.concat(tables, columns).toList();
  }

  private Stream<String> droppedColumns(long oid) {
    List<String> dropped = new ArrayList<>();
    List<String> is = after.relation(oid).orElseThrow().columns();
    List<String> was = relation(oid).columns();
    for (int i = 0; i < was.size(); i++) {
      if (was.get(i) != null && is.get(i) == null) {
        dropped.add("column " + relation(oid).name() + "." + was.get(i));
      }
    }
    return dropped.stream();
  }

  /** A TRUNCATE inside a function is not seen in the script: its tables count as rewritten. */
  private boolean isEmptied(long oid) {
    Relation table = relation(oid);
    return table.isTable()
        && !isGone(oid)
        && (emptying.deletesAllOf(table.name())
            || (emptying.truncates(table.name()) && (table.file() == 0 || isRewritten(oid)))
            || (emptying.cascades() && isRewritten(oid)));
  }

  /** The partitions of a table that is emptied are no finding of their own. */
  private boolean isOnlyRewritten(long oid) {
    long parent = relation(oid).parent();
    return isRewritten(oid)
        && !isEmptied(oid)
        && !(before.relation(parent).isPresent() && isEmptied(parent));
  }

  private boolean isRewritten(long oid) {
    Relation was = relation(oid);
    return !was.isIndex() && !isGone(oid) && was.file() != after.relation(oid).orElseThrow().file();
  }

  /** True if no other finding covers it: a drop, a rewrite, or the lock of a partition's parent. */
  private boolean isWorthALine(long oid, Set<Long> locked) {
    return !relation(oid).isIndex()
        && !isGone(oid)
        && !isRewritten(oid)
        && !locked.contains(relation(oid).parent());
  }

  /** Leaves out indexes that ALTER TABLE has built again for a column's new type. */
  private List<String> newIndexes() {
    Set<String> names = Set.copyOf(names(oid -> relation(oid).isIndex()));
    return after.relations().entrySet().stream()
        .filter(entry -> !before.relations().containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .filter(index -> index.isIndex() && index.parent() == 0)
        .filter(index -> before.relations().containsKey(index.indexed()))
        .filter(index -> !names.contains(index.name()))
        .map(index -> index.name() + " on " + relation(index.indexed()).name())
        .sorted()
        .toList();
  }

  /** A relation that existed before. */
  private Relation relation(long oid) {
    return before.relation(oid).orElseThrow();
  }

  private boolean isGone(long oid) {
    return after.relation(oid).isEmpty();
  }
}
