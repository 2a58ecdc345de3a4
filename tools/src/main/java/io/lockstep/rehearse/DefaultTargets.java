package io.lockstep.rehearse;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Directives;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.Repeatable;
import io.lockstep.catalog.Requirement;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Goal;
import io.lockstep.targets.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Each app's latest, with an app that another requires before it. */
final class DefaultTargets {
  private final Catalog catalog;
  private final Set<AppName> seen = new HashSet<>();
  private final List<Target> targets = new ArrayList<>();

  private DefaultTargets(Catalog catalog) {
    this.catalog = catalog;
  }

  static List<Target> of(Catalog catalog) {
    return of(catalog, List.of());
  }

  /**
   * The same, but some apps keep a known order among each other.
   *
   * @param ordered apps of the catalog
   */
  static List<Target> of(Catalog catalog, List<AppName> ordered) {
    DefaultTargets order = new DefaultTargets(catalog);
    Iterator<AppName> next = ordered.iterator();
    for (App app : catalog.apps().values()) {
      order.add(ordered.contains(app.name()) ? catalog.app(next.next()).orElseThrow() : app);
    }
    return List.copyOf(order.targets);
  }

  /** If apps require each other in a cycle, the plan reports it: the user must name targets. */
  private void add(App app) {
    if (!seen.add(app.name())) {
      return;
    }
    Stream.of(
            app.migrations().values().stream().map(Migration::script),
            app.baselines().values().stream().map(Migration::script),
            app.repeatables().stream().map(Repeatable::script))
        .flatMap(scripts -> scripts)
        .flatMap(script -> Directives.read(script, script.read()).requires().stream())
        .map(Requirement::app)
        .distinct()
        .forEach(required -> catalog.app(required).ifPresent(this::add));
    if (app.latest().isPresent() || !app.repeatables().isEmpty()) {
      targets.add(new Target(app.name(), new Goal.Latest()));
    }
  }
}
