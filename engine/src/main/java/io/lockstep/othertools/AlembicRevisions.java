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
import java.util.regex.Pattern;

/**
 * Alembic's table has only its heads: revisions that others follow are gone from it. Import writes
 * each revision at the beginning of a file's description, in an order in which none precedes what
 * it follows; so everything up to the last head counts as applied.
 */
final class AlembicRevisions {
  /** As Alembic makes them if nobody names one. */
  private static final Pattern USUAL = Pattern.compile("[0-9a-f]{12}( .*)?");

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
    return new ToolHistory.Versions(
        found.isEmpty()
            ? Set.of()
            : Set.copyOf(app.migrations().headMap(found.last(), true).keySet()),
        Optional.empty(),
        others);
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
