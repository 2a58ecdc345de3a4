package io.lockstep.listing;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.settings.UndoPolicy;
import io.lockstep.history.AppHistory;
import io.lockstep.history.DatabaseState;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every app, on disk or in a history table. The names of its components are the JSON's: a contract.
 */
public record Listing(List<AppListing> apps) {
  /** Combines the catalog on disk and the state of the database. */
  public static Listing of(Catalog catalog, DatabaseState state) {
    Map<AppName, Set<Version>> undoable = state.stored().undoable();
    TreeSet<AppName> names = new TreeSet<>(catalog.apps().keySet());
    names.addAll(state.histories().keySet());
    return new Listing(
        names.stream()
            .map(name -> catalog.app(name).orElseGet(() -> App.notOnDisk(name)))
            .map(
                app ->
                    app(
                        app,
                        state.history(app.name()),
                        undoable.getOrDefault(app.name(), Set.of())))
            .toList());
  }

  private static AppListing app(App app, AppHistory history, Set<Version> undoable) {
    return new AppListing(
        app.name().text(),
        text(history.current()),
        text(app.latest()),
        new ShownMigrations(app, history, undoable),
        app.undoPolicy(undoable).toString(),
        app.notes());
  }

  private static String text(Optional<Version> version) {
    return version.map(Version::toString).orElse("zero");
  }

  /**
   * One app.
   *
   * @param current the highest applied version, {@code zero} for none
   * @param latest the newest version on disk, {@code zero} for none
   * @param undo the migrations that must have an undo script: {@code required}, {@code optional} or
   *     {@code from VERSION}
   * @param notes notes on its files for people, one line each
   */
  public record AppListing(
      String name,
      String current,
      String latest,
      List<MigrationListing> migrations,
      String undo,
      List<String> notes) {
    /** True if the migration of this version must have an undo script. */
    public boolean requiresUndo(Version version) {
      return UndoPolicy.parse(undo).orElse(UndoPolicy.REQUIRED).requires(version);
    }
  }
}
