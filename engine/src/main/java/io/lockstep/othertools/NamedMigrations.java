package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.ScriptName;
import io.lockstep.targets.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Finds an app's migrations by the names that another tool has for them. Import keeps a name's
 * number as the version, of two with one number the second as {@code .1}, and the rest as the
 * description; or it keeps the whole name as the description, and numbers the files itself.
 */
final class NamedMigrations {
  private final App app;
  private final TreeMap<Version, Migration> left;
  private final Set<Version> applied = new HashSet<>();

  private NamedMigrations(App app) {
    this.app = app;
    this.left = new TreeMap<>(app.migrations());
  }

  /** The versions that these names stand for, those of the tool's applied migrations. */
  static ToolHistory.Versions of(App app, List<String> names) {
    NamedMigrations migrations = new NamedMigrations(app);
    List<NumberedName> others = names.stream().map(NumberedName::of).toList();
    others = migrations.match(others, NamedMigrations::isWhole);
    others = migrations.match(others, NamedMigrations::isNumbered);
    others = migrations.match(others, migrations::isRenamed);
    return new ToolHistory.Versions(
        migrations.applied, Optional.empty(), others.stream().map(NumberedName::text).toList());
  }

  /** Matches the names, and returns those that no migration has. */
  private List<NumberedName> match(
      List<NumberedName> names, BiPredicate<NumberedName, Migration> same) {
    List<NumberedName> others = new ArrayList<>();
    for (NumberedName name : names) {
      Optional<Version> version =
          left.entrySet().stream()
              .filter(entry -> same.test(name, entry.getValue()))
              .map(Map.Entry::getKey)
              .findFirst();
      version.ifPresentOrElse(
          found -> {
            left.remove(found);
            applied.add(found);
          },
          () -> others.add(name));
    }
    return others;
  }

  private static boolean isWhole(NumberedName name, Migration migration) {
    return migration.description().equals(inWords(name.text()));
  }

  private static boolean isNumbered(NumberedName name, Migration migration) {
    return migration.description().equals(inWords(name.title()))
        && name.number().filter(whole(migration.version())::equals).isPresent();
  }

  /** True if no other migration has that number. */
  private boolean isRenamed(NumberedName name, Migration migration) {
    return name.number().filter(migration.version()::equals).isPresent()
        && app.migrations().keySet().stream()
                .filter(version -> whole(version).equals(migration.version()))
                .count()
            == 1;
  }

  private static Version whole(Version version) {
    return Version.of(version.toString().replaceFirst("[.].*", ""));
  }

  /** The name in the form that import gives to a file's name. */
  private static String inWords(String name) {
    return ScriptName.title(name).orElse("migration").replace('_', ' ');
  }
}
