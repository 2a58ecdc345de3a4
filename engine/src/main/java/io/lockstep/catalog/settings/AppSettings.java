package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.fingerprint.ObjectPattern;
import io.lockstep.targets.AppName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings in an app's {@code lockstep.properties}.
 *
 * @param historyTable the name of its history table, {@code history}
 * @param ignored the objects that the application makes itself, {@code drift.ignore}
 */
public record AppSettings(String historyTable, List<ObjectPattern> ignored) {
  /** The suffix of a history table's name. */
  public static final String DEFAULT_TABLE_SUFFIX = "_schema_history";

  private static final String HISTORY = "history";

  public AppSettings {
    ignored = List.copyOf(ignored);
  }

  /** The settings of an app that has no such file. */
  public static AppSettings defaults(AppName app) {
    return new AppSettings(app + DEFAULT_TABLE_SUFFIX, List.of());
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
        DriftSettings.read(file));
  }

  private static void refuseUnknown(SettingsFile file) throws IOException {
    for (SettingsFile.Setting unknown : file.entries(key -> !isKnown(key))) {
      throw file.refused(
          unknown.key(),
          "",
          "there is no such setting",
          "Known are " + HISTORY + " and " + DriftSettings.KEY + ".");
    }
  }

  private static boolean isKnown(String key) {
    return key.equals(HISTORY) || key.equals(DriftSettings.KEY);
  }

  /** These settings with another history table. */
  public AppSettings withHistoryTable(String table) {
    return new AppSettings(table, ignored);
  }
}
