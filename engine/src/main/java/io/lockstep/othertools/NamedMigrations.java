package io.lockstep.othertools;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Migration;
import io.lockstep.catalog.ScriptName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Optional;

/**
 * Finds an app's migrations by the names that another tool has for them. Import keeps a name's
 * number as the version, of two with one number the second as {@code .1}, and the rest as the
 * description; or it keeps the whole name as the description, and numbers the files itself.
 */
final class NamedMigrations {
  private NamedMigrations() {}

  /** The versions that these names stand for, those of the tool's applied migrations. */
  static ToolHistory.Versions of(App app, List<String> names) {
    MigrationMatching migrations = new MigrationMatching(app);
    List<NumberedName> others = names.stream().map(NumberedName::of).toList();
    others = migrations.match(others, NamedMigrations::isWhole);
    others = migrations.match(others, NamedMigrations::isNumbered);
    others = migrations.match(others, (name, migration) -> isRenamed(app, name, migration));
    return new ToolHistory.Versions(
        migrations.matched(), Optional.empty(), others.stream().map(NumberedName::text).toList());
  }

  private static boolean isWhole(NumberedName name, Migration migration) {
    return migration.description().equals(inWords(name.text()));
  }

  private static boolean isNumbered(NumberedName name, Migration migration) {
    return migration.description().equals(inWords(name.title()))
        && name.number().filter(whole(migration.version())::equals).isPresent();
  }

  /** True if no other migration has that number. */
  private static boolean isRenamed(App app, NumberedName name, Migration migration) {
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
