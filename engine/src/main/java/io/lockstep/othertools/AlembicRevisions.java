package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.ScriptName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Alembic's table has only its heads: revisions that others follow are gone from it. Import writes
 * each revision at the beginning of a file's description, in an order in which none precedes what
 * it follows; so everything up to a head counts as applied, unless the file says what its revision
 * follows: then one before it is of another branch.
 */
final class AlembicRevisions {
  /** As Alembic makes them if nobody names one. */
  private static final Pattern USUAL = Pattern.compile("[0-9a-f]{12}( .*)?");

  /** The line that import writes. */
  private static final Pattern FOLLOWS = Pattern.compile("(?m)^-- Alembic: follows (.*)$");

  private AlembicRevisions() {}

  static ToolHistory of(App app, List<String> heads) {
    TreeSet<Version> found = new TreeSet<>();
    List<String> others = new ArrayList<>();
    for (String head : heads) {
      version(app, head).ifPresentOrElse(found::add, () -> others.add(head));
    }
    if (found.isEmpty()
        && app.migrations().values().stream().noneMatch(AlembicRevisions::isUsual)) {
      return new ToolHistory.OfItsOwn(
          "is at " + (heads.isEmpty() ? "base" : String.join(", ", heads)));
    }
    Set<Version> applied = new TreeSet<>();
    found.descendingSet().forEach(head -> addApplied(app, head, applied));
    return new ToolHistory.Versions(Set.copyOf(applied), Optional.empty(), others);
  }

  /** Adds a revision and all that it follows. */
  private static void addApplied(App app, Version revision, Set<Version> applied) {
    if (!applied.add(revision)) {
      return;
    }
    Optional<Migration> migration = Optional.ofNullable(app.migrations().get(revision));
    Optional<String> follows =
        migration
            .map(file -> FOLLOWS.matcher(file.script().read()))
            .filter(Matcher::find)
            .map(line -> line.group(1));
    if (follows.isPresent()) {
      Stream.of(follows.get().split(", ", -1))
          .flatMap(id -> version(app, id).stream())
          .filter(earlier -> earlier.compareTo(revision) < 0)
          .forEach(earlier -> addApplied(app, earlier, applied));
    } else {
      applied.addAll(app.migrations().headMap(revision, true).keySet());
    }
  }

  private static boolean isUsual(Migration migration) {
    return USUAL.matcher(migration.description()).matches();
  }

  private static Optional<Version> version(App app, String head) {
    String words = ScriptName.title(head).orElse(head).replace('_', ' ');
    return app.migrations().values().stream()
        .filter(migration -> (migration.description() + " ").startsWith(words + " "))
        .map(Migration::version)
        .findFirst();
  }
}
