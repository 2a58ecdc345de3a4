package io.lockstep.catalog;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.catalog.settings.AppSettings;
import io.lockstep.fingerprint.scope.ObjectPattern;
import io.lockstep.fingerprint.scope.ObjectPatterns;
import io.lockstep.placeholders.Placeholders;
import io.lockstep.targets.AppName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code db/APP/…}: names only; a script's text is read when it is needed. */
public final class CatalogReader {
  private CatalogReader() {}

  /**
   * Reads every folder in this one as an app. Hidden folders (a ConfigMap's {@code ..data}) and
   * plain files are skipped.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if the folder is missing, or a folder or a
   *     file in it is misnamed
   */
  public static Catalog read(Path folder) {
    return read(folder, Map.of());
  }

  /**
   * Reads it with values of the environment for placeholders.
   *
   * @param variables by the rest of their names, after {@link Placeholders#VARIABLE}; empty values
   *     count
   */
  public static Catalog read(Path folder, Map<String, String> variables) {
    SortedMap<AppName, App> apps = new TreeMap<>();
    List<ObjectPattern> ignored = new ArrayList<>();
    try {
      for (Map.Entry<AppName, AppSettings> app : settings(folder, variables).entrySet()) {
        apps.put(app.getKey(), new AppReader(app.getKey(), app.getValue()).read());
        ignored.addAll(app.getValue().ignored());
      }
    } catch (FileSystemLoopException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "migrations in " + folder.toAbsolutePath().normalize(),
              e.getFile() + " leads to a folder that is read already",
              "Remove that link: each script would be there twice.")
          .causedBy(e);
    } catch (IOException | DirectoryIteratorException e) {
      throw new LockstepException(
              ExitCode.USAGE,
              "migrations in " + folder.toAbsolutePath().normalize(),
              "the folder can't be read",
              "Give the folder that holds one folder per app with --db DIR or LOCKSTEP_DB.")
          .causedBy(e);
    }
    refuseSharedHistory(apps);
    return new Catalog(folder, apps, new ObjectPatterns(ignored));
  }

  /** The settings of each app. A folder without a file of settings may be other apps' location. */
  private static SortedMap<AppName, AppSettings> settings(
      Path folder, Map<String, String> variables) throws IOException {
    SortedMap<AppName, AppSettings> apps = new TreeMap<>();
    List<Path> plain = new ArrayList<>();
    List<Path> locations = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.exists(entry.resolve(AppSettings.FILE))) {
          AppName app = appName(entry);
          apps.put(app, AppSettings.read(app, entry, variables));
        } else if (!entry.getFileName().toString().startsWith(".") && Files.isDirectory(entry)) {
          plain.add(entry);
        }
      }
    }
    for (AppSettings settings : apps.values()) {
      for (Path location : settings.locations()) {
        locations.add(location.toRealPath());
      }
    }
    for (Path entry : plain) {
      Path real = entry.toRealPath();
      if (locations.stream().noneMatch(location -> location.startsWith(real))) {
        AppName app = appName(entry);
        apps.put(app, AppSettings.read(app, entry, variables));
      }
    }
    return apps;
  }

  private static void refuseSharedHistory(SortedMap<AppName, App> apps) {
    Map<String, AppName> owners = new HashMap<>();
    for (App app : apps.values()) {
      AppName first = owners.putIfAbsent(app.historyTable(), app.name());
      if (first != null) {
        throw new LockstepException(
            ExitCode.USAGE,
            "apps " + first + " and " + app.name(),
            "both have the history table " + app.historyTable(),
            "Give each its own with history=TABLE in the app's lockstep.properties.");
      }
    }
  }

  private static AppName appName(Path entry) {
    return AppName.parse(entry.getFileName().toString())
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE,
                    "app folder " + entry,
                    "bad name",
                    AppName.RULE + " Rename the folder."));
  }
}
