package io.lockstep.catalog.settings;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.fingerprint.scope.ObjectPattern;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings in an app's {@code lockstep.properties}.
 *
 * @param historyTable the name of its history table, {@code history}
 * @param ignored the objects that the application makes itself, {@code drift.ignore}
 * @param undo the migrations that must have an undo script, {@code undo}; empty if the file does
 *     not say
 * @param accepted the faults that are known and stay, {@code accept.…}
 * @param locations the folders with its scripts, {@code locations}
 * @param ignoredFiles the files there that are no scripts, {@code files.ignore}
 * @param placeholders the placeholders in its scripts, {@code placeholders.NAME}
 * @param batches how steps in batches treat others, {@code batch.…}
 * @param ownTransactions what becomes of its scripts' own BEGIN and COMMIT, {@code
 *     own-transactions}
 */
public record AppSettings(
    String historyTable,
    List<ObjectPattern> ignored,
    Optional<UndoPolicy> undo,
    List<AcceptedFault> accepted,
    List<Path> locations,
    IgnoredFiles ignoredFiles,
    Placeholders placeholders,
    BatchSettings batches,
    OwnTransactions ownTransactions) {
  /** The name of the file. */
  public static final String FILE = "lockstep.properties";

  /** The suffix of a history table's name. */
  public static final String DEFAULT_TABLE_SUFFIX = "_schema_history";

  private static final String HISTORY = "history";
  private static final String UNDO = "undo";

  private static final List<String> KEYS =
      Stream.concat(
              Stream.of(
                  HISTORY,
                  DriftSettings.KEY,
                  UNDO,
                  Locations.KEY,
                  IgnoredFiles.KEY,
                  OwnTransactions.KEY),
              Stream.concat(PlaceholderSettings.KEYS.stream(), BatchSettings.KEYS.stream()))
          .toList();

  public AppSettings {
    ignored = List.copyOf(ignored);
    accepted = List.copyOf(accepted);
    locations = List.copyOf(locations);
  }

  /** The settings of an app that has no such file. */
  public static AppSettings defaults(AppName app) {
    return new AppSettings(
        app + DEFAULT_TABLE_SUFFIX,
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        IgnoredFiles.NONE,
        Placeholders.NONE,
        BatchSettings.DEFAULT,
        OwnTransactions.REFUSED);
  }

  /**
   * Reads the file of the app in this folder.
   *
   * @param variables the placeholders' values in the environment, by the rest of their names
   * @throws LockstepException ({@link ExitCode#USAGE}) if a setting is unknown or wrong: a
   *     misspelled {@code history} would run all migrations again
   * @throws IOException if the file can't be read
   */
  public static AppSettings read(AppName app, Path folder, Map<String, String> variables)
      throws IOException {
    SettingsFile file = SettingsFile.of(folder);
    refuseUnknown(file);
    AppSettings defaults = defaults(app);
    IgnoredFiles ignoredFiles = IgnoredFiles.read(file);
    return new AppSettings(
        HistoryName.read(app, file.path(), file.value(HISTORY).orElse(defaults.historyTable())),
        DriftSettings.read(file),
        undo(file),
        AcceptedFault.read(file),
        Locations.read(file, folder, ignoredFiles),
        ignoredFiles,
        PlaceholderSettings.read(file, variables),
        BatchSettings.read(file),
        OwnTransactions.read(file));
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
              + String.join(", ", KEYS)
              + ", "
              + AcceptedFault.PREFIX
              + "KIND.VERSION and "
              + PlaceholderSettings.VALUE
              + "NAME.");
    }
  }

  private static boolean isKnown(String key) {
    return KEYS.contains(key)
        || key.startsWith(AcceptedFault.PREFIX)
        || key.startsWith(PlaceholderSettings.VALUE);
  }

  /** These settings with another history table. */
  public AppSettings withHistoryTable(String table) {
    return new AppSettings(
        table,
        ignored,
        undo,
        accepted,
        locations,
        ignoredFiles,
        placeholders,
        batches,
        ownTransactions);
  }

  /** These settings, with this policy if they have none. */
  public AppSettings orUndo(UndoPolicy otherwise) {
    return new AppSettings(
        historyTable,
        ignored,
        Optional.of(undo.orElse(otherwise)),
        accepted,
        locations,
        ignoredFiles,
        placeholders,
        batches,
        ownTransactions);
  }

  /** The reason why a migration's fault of this kind is accepted; empty if it is not. */
  public Optional<String> reason(AcceptableFault fault, Version version) {
    return accepted.stream()
        .filter(known -> known.fault() == fault && known.version().equals(version))
        .map(AcceptedFault::reason)
        .findFirst();
  }

  /** These settings with other placeholders. */
  public AppSettings withPlaceholders(Placeholders other) {
    return new AppSettings(
        historyTable,
        ignored,
        undo,
        accepted,
        locations,
        ignoredFiles,
        other,
        batches,
        ownTransactions);
  }

  /** True if the history is a table that another tool has made, which only Flyway can be. */
  public boolean goesOnFromFlyway(AppName app) {
    return !historyTable.equals(app + DEFAULT_TABLE_SUFFIX) || app.text().equals("flyway");
  }
}
