package io.lockstep.plan;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.App;
import io.lockstep.catalog.Script;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.history.UndoScript;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.placeholders.ReplacedText.Placeholder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses plans whose scripts have placeholders without a value, all of them at once. Where nobody
 * has said what a {@code ${name}} is, it is text like any other; but not in an app that goes on
 * from Flyway, which would have put a value there, or refused.
 */
final class PlaceholderCheck {
  private static final int NAMED = 20;

  private final App app;
  private final SortedMap<String, Places> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private PlaceholderCheck(App app) {
    this.app = app;
  }

  /** Where a placeholder is: the first place in words, and the numbers of places and files. */
  private record Places(Placeholder placeholder, Script first, int count, Set<Script> files) {
    Places and(Script script) {
      files.add(script);
      return new Places(placeholder, first, count + 1, files);
    }

    String text(String written) {
      return "%s (%s line %d%s)"
          .formatted(
              written,
              first,
              placeholder.line(),
              count == 1 ? "" : "; %d places in %d files".formatted(count, files.size()));
    }
  }

  /**
   * Refuses them.
   *
   * @throws LockstepException ({@link ExitCode#REFUSED}) naming each with its file and line
   */
  static void refuseOpen(List<Plan> plans) {
    for (Plan plan : plans) {
      PlaceholderCheck check = new PlaceholderCheck(plan.app());
      plan.steps().stream().flatMap(PlaceholderCheck::scripts).forEach(check::look);
      if (plan.steps().stream().anyMatch(step -> !(step instanceof Step.Undo))) {
        plan.app().callbacks().all().forEach(callback -> check.look(callback.script()));
      }
      if (!check.found.isEmpty()) {
        throw check.refused(plan);
      }
    }
  }

  /** A stored undo script has its values already. */
  private static Stream<Script> scripts(Step step) {
    if (step instanceof Step.Undo undo) {
      return undo.undo() instanceof UndoScript.OnDisk file
          ? Stream.of(file.file())
          : Stream.empty();
    }
    return Stream.concat(
        step.onDisk().stream(),
        step instanceof Step.Apply apply
            ? apply.undo().map(UndoScript.OnDisk::file).stream()
            : Stream.empty());
  }

  private void look(Script script) {
    Placeholders placeholders = script.placeholders();
    boolean mustHaveValues =
        switch (placeholders.use()) {
          case REPLACED -> true;
          case NOT_CONFIGURED -> app.settings().goesOnFromFlyway(app.name());
          case TEXT -> false;
        };
    if (mustHaveValues) {
      for (Placeholder placeholder : script.openPlaceholders()) {
        found.merge(
            placeholder.in(placeholders),
            new Places(placeholder, script, 1, new HashSet<>(Set.of(script))),
            (first, again) -> first.and(script));
      }
    }
  }

  private LockstepException refused(Plan plan) {
    String all =
        found.entrySet().stream()
                .limit(NAMED)
                .map(place -> place.getValue().text(place.getKey()))
                .collect(Collectors.joining(", "))
            + (found.size() > NAMED ? " and " + (found.size() - NAMED) + " more" : "");
    return new LockstepException(
        ExitCode.REFUSED,
        "target \"" + plan.target() + "\"",
        plan.app().settings().placeholders().use() == Placeholders.Use.REPLACED
            ? "placeholders have no value: " + all
            : "Flyway puts values in place of " + all + ", and nothing says which",
        next());
  }

  private String next() {
    Places first = found.values().iterator().next();
    Optional<String> name =
        found.values().stream()
            .map(Places::placeholder)
            .filter(Placeholder::closed)
            .map(Placeholder::name)
            .findFirst();
    return name.map(
                n ->
                    "Give values with placeholders.%1$s=VALUE in %2$s's %3$s, or %4$s%5$s in the environment. "
                        .formatted(
                            n,
                            app.name(),
                            AppSettings.FILE,
                            Placeholders.VARIABLE,
                            Placeholders.variable(n)))
            .orElse("")
        + "If the text is meant as it stands, say so with placeholderReplacement=false in "
        + (app.settings().placeholders().use() == Placeholders.Use.REPLACED
            ? first.first() + ".conf."
            : app.name() + "'s " + AppSettings.FILE + ".");
  }
}
