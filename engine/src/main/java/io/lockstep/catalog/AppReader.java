package io.lockstep.catalog;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.callback.CallbackEvent;
import io.lockstep.catalog.callback.CallbackName;
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
  private final NavigableMap<Version, Migration> baselines = new TreeMap<>();
  private final SortedMap<String, Repeatable> repeatables = new TreeMap<>();
  private final SortedMap<CallbackName, Callback> callbacks = new TreeMap<>();

  AppReader(AppName name, AppSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  App read() throws IOException {
    ScriptFinder.find(settings).forEach(this::add);
    migrations.replaceAll(
        (version, m) ->
            new Migration(
                version,
                m.description(),
                m.script(),
                Optional.ofNullable(undos.get(version)),
                false));
    undos.keySet().removeAll(migrations.keySet());
    return new App(
        name,
        settings,
        migrations,
        baselines,
        List.copyOf(repeatables.values()),
        new Callbacks(List.copyOf(callbacks.values())),
        undos);
  }

  private void add(Script script) {
    ScriptName parsed = ScriptName.parse(script.fileName()).orElseThrow(() -> misnamed(script));
    if (parsed instanceof ScriptName.Apply apply) {
      add(migrations, apply.version(), apply.description(), script, false);
    } else if (parsed instanceof ScriptName.Baseline baseline) {
      add(baselines, baseline.version(), baseline.description(), script, true);
    } else if (parsed instanceof ScriptName.Undo undo) {
      refuseSecond(undo.version(), script, Optional.ofNullable(undos.put(undo.version(), script)));
    } else if (parsed instanceof ScriptName.Repeat repeat) {
      Repeatable repeatable = Repeatable.of(repeat.description(), script);
      refuseSecond(
          repeatable, Optional.ofNullable(repeatables.put(repeatable.description(), repeatable)));
    } else if (parsed instanceof ScriptName.Call call) {
      add(new Callback(call.name(), script));
    }
  }

  private void add(
      NavigableMap<Version, Migration> to,
      Version version,
      String description,
      Script script,
      boolean baseline) {
    Migration migration = new Migration(version, description, script, Optional.empty(), baseline);
    refuseSecond(
        version, script, Optional.ofNullable(to.put(version, migration)).map(Migration::script));
  }

  private void add(Callback callback) {
    CallbackEvent event = callback.name().event();
    String file = callback.script().fileName();
    event
        .neverRuns()
        .ifPresent(
            reason -> {
              throw new LockstepException(
                  ExitCode.USAGE,
                  "callback " + callback.script(),
                  "no run comes to " + event + ": " + reason,
                  "Move it out of the app's folder, or leave it out with files.ignore="
                      + file
                      + " in the app's lockstep.properties.");
            });
    Optional.ofNullable(callbacks.put(callback.name(), callback))
        .ifPresent(
            first -> {
              throw new LockstepException(
                  ExitCode.USAGE,
                  "app " + name,
                  "two callbacks of one name: " + first.script() + " and " + callback.script(),
                  "Give one of them another description: " + event + "__words.sql.");
            });
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
    Optional<String> callback = CallbackName.meantBy(name).filter(meant -> !ending);
    return new LockstepException(
        ExitCode.USAGE,
        "migration file " + script,
        (ending
                ? "its name does not end in .sql, in small letters"
                : "its name says neither version nor kind")
            + ", so it would be passed over silently",
        callback.map(meant -> "Name it " + meant + " if it is a callback of Flyway's. ").orElse("")
            + ScriptName.RULE
            + " A file that is no migration belongs outside the app's folder, or is left out there"
            + " by the line files.ignore="
            + script.name()
            + " in the app's lockstep.properties.");
  }
}
