package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.fingerprint.ObjectPattern;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings in an app's {@code lockstep.properties}.
 *
 * @param historyTable the name of its history table, {@code history}
 * @param ignored the objects that the application makes itself, {@code drift.ignore}
 * @param undo the migrations that must have an undo script, {@code undo}; empty if the file does
 *     not say
 * @param accepted the faults that are known and stay, {@code accept.…}
 */
public record AppSettings(
    String historyTable,
    List<ObjectPattern> ignored,
    Optional<UndoPolicy> undo,
    List<AcceptedFault> accepted) {
  /** The suffix of a history table's name. */
  public static final String DEFAULT_TABLE_SUFFIX = "_schema_history";

  private static final String HISTORY = "history";
  private static final String UNDO = "undo";

  public AppSettings {
    ignored = List.copyOf(ignored);
    accepted = List.copyOf(accepted);
  }

  /** The settings of an app that has no such file. */
  public static AppSettings defaults(AppName app) {
    return new AppSettings(app + DEFAULT_TABLE_SUFFIX, List.of(), Optional.empty(), List.of());
  }

  /**
   * Reads the file of the app in this folder.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if a setting is unknown or wrong: a
   *     misspelled {@code history} would run all migrations again
   * @throws IOException if the file can't be read
   */
  public static AppSettings read(AppName app, Path folder) throws IOException {
    SettingsFile file = SettingsFile.of(folder);
    refuseUnknown(file);
    AppSettings defaults = defaults(app);
    return new AppSettings(
        HistoryName.read(app, file.path(), file.value(HISTORY).orElse(defaults.historyTable())),
        DriftSettings.read(file),
        undo(file),
        AcceptedFault.read(file));
  }

  private static Optional<UndoPolicy> undo(SettingsFile file) throws IOException {
    Optional<String> text = file.value(UNDO);
    Optional<UndoPolicy> policy = text.flatMap(UndoPolicy::parse);
    if (text.isPresent() && policy.isEmpty()) {
      throw file.refused(UNDO, text.get(), "that is no policy for undo scripts", UndoPolicy.RULE);
    }
    return policy;
  }

  private static void refuseUnknown(SettingsFile file) throws IOException {
    for (SettingsFile.Setting unknown : file.entries(key -> !isKnown(key))) {
      throw file.refused(
          unknown.key(),
          "",
          "there is no such setting",
          "Known are "
              + String.join(
                  ", ", HISTORY, DriftSettings.KEY, UNDO, AcceptedFault.PREFIX + "KIND.VERSION")
              + ".");
    }
  }

  private static boolean isKnown(String key) {
    return List.of(HISTORY, DriftSettings.KEY, UNDO).contains(key)
        || key.startsWith(AcceptedFault.PREFIX);
  }

  /** These settings with another history table. */
  public AppSettings withHistoryTable(String table) {
    return new AppSettings(table, ignored, undo, accepted);
  }

  /** These settings, with this policy if they have none. */
  public AppSettings orUndo(UndoPolicy otherwise) {
    return new AppSettings(historyTable, ignored, Optional.of(undo.orElse(otherwise)), accepted);
  }

  /** The reason why a migration's fault of this kind is accepted; empty if it is not. */
  public Optional<String> reason(AcceptableFault fault, Version version) {
    return accepted.stream()
        .filter(known -> known.fault() == fault && known.version().equals(version))
        .map(AcceptedFault::reason)
        .findFirst();
  }
}
