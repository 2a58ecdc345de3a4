package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.HistoryRow;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The versions whose changed scripts a user accepts, and the use of each. */
public final class AcceptedChanges {
  private final Set<Version> asked;
  private final Map<AppName, Set<Version>> used = new HashMap<>();

  AcceptedChanges(Set<Version> asked) {
    this.asked = asked;
  }

  /** True if a script that has changed may be accepted. */
  boolean covers(Version version) {
    return asked.contains(version);
  }

  /** Accepts it; false if an earlier target has done that. */
  boolean use(AppName app, Version version) {
    return used.computeIfAbsent(app, a -> new HashSet<>()).add(version);
  }

  /** Accepted versions that were not found anywhere, one line each. */
  List<String> notes(List<Plan> plans, DatabaseState state) {
    Set<Version> idle = new TreeSet<>(asked);
    used.values().forEach(idle::removeAll);
    List<String> notes = new ArrayList<>();
    for (Version version : idle) {
      notes.add(
          "--accept-changed %s accepts nothing: %s"
              .formatted(
                  version,
                  plans.stream()
                      .map(Plan::app)
                      .map(app -> why(app, version, state.history(app.name())))
                      .distinct()
                      .collect(Collectors.joining(", "))));
    }
    return notes;
  }

  private static String why(App app, Version version, AppHistory history) {
    Optional<HistoryRow> row = Optional.ofNullable(history.applied().get(version));
    Optional<Migration> file = Optional.ofNullable(app.migrations().get(version));
    String name = app.name() + " " + version;
    if (row.isEmpty()) {
      return name + " is not applied";
    }
    if (file.isEmpty()) {
      return name + " is not on disk";
    }
    return row.get().differsFrom(file.get().script())
        ? name + " is taken back"
        : name + " is as it was when it was applied";
  }
}
