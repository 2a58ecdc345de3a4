package io.lockstep.catalog;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one app's folder by Flyway's naming rules or golang-migrate's, and refuses files that these
 * tools would skip silently.
 */
final class AppReader {
  private final AppName name;
  private final AppSettings settings;
  private final NavigableMap<Version, Script> undos = new TreeMap<>();
  private final NavigableMap<Version, Migration> migrations = new TreeMap<>();
  private final SortedMap<String, Repeatable> repeatables = new TreeMap<>();

  AppReader(AppName name, AppSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  App read() throws IOException {
    ScriptFinder.find(settings).forEach(this::add);
    migrations.replaceAll(
        (version, m) ->
            new Migration(
                version, m.description(), m.script(), Optional.ofNullable(undos.get(version))));
    undos.keySet().removeAll(migrations.keySet());
    return new App(name, settings, migrations, List.copyOf(repeatables.values()), undos);
  }

  private void add(Script script) {
    ScriptName parsed = ScriptName.parse(script.fileName()).orElseThrow(() -> misnamed(script));
    if (parsed instanceof ScriptName.Apply apply) {
      Migration migration =
          new Migration(apply.version(), apply.description(), script, Optional.empty());
      refuseSecond(
          apply.version(),
          script,
          Optional.ofNullable(migrations.put(apply.version(), migration)).map(Migration::script));
    } else if (parsed instanceof ScriptName.Undo undo) {
      refuseSecond(undo.version(), script, Optional.ofNullable(undos.put(undo.version(), script)));
    } else if (parsed instanceof ScriptName.Repeat repeat) {
      Repeatable repeatable = Repeatable.of(repeat.description(), script);
      refuseSecond(
          repeatable, Optional.ofNullable(repeatables.put(repeatable.description(), repeatable)));
    }
  }

  private void refuseSecond(Repeatable repeatable, Optional<Repeatable> first) {
    if (first.isPresent()) {
      throw new LockstepException(
          ExitCode.USAGE,
          "app " + name,
          "two repeatables of one description: "
              + first.get().script()
              + " and "
              + repeatable.script(),
          "Give one of them another; of a long one the history keeps the first 197 characters.");
    }
  }

  private void refuseSecond(Version version, Script script, Optional<Script> first) {
    if (first.isPresent()) {
      throw new LockstepException(
          ExitCode.USAGE,
          "app " + name,
          "two files of version " + version + ": " + first.get() + " and " + script,
          "Give one of them another version.");
    }
  }

  private static LockstepException misnamed(Script script) {
    String name = script.fileName();
    boolean ending =
        ScriptName.parse(name.substring(0, name.lastIndexOf('.')) + ".sql").isPresent();
    return new LockstepException(
        ExitCode.USAGE,
        "migration file " + script,
        (ending
                ? "its name does not end in .sql, in small letters"
                : "its name says neither version nor kind")
            + ", so it would be passed over silently",
        ScriptName.RULE
            + " A file that is no migration belongs outside the app's folder, or is left out there"
            + " by the line files.ignore="
            + script.name()
            + " in the app's lockstep.properties.");
  }
}
