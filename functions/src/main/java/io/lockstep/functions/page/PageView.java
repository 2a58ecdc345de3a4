package io.lockstep.functions.page;

import io.lockstep.functions.page.app.AppView;
import io.lockstep.functions.page.app.MigrateCommandLine;
import io.lockstep.functions.snapshot.Deployment;
import io.lockstep.functions.snapshot.PageSnapshot;
import io.lockstep.functions.snapshot.Snapshot;
import io.lockstep.listing.Listing.AppListing;
import io.lockstep.listing.MigrationListing;
import io.lockstep.waiting.ContractWait;
import java.util.List;
import java.util.Optional;

/**
 * The page's content.
 *
 * @param title of the browser's tab
 * @param running whether a run is under way
 * @param notice a fact to know before reading on, if there is one
 * @param waits which releases wait for which pods, one line each
 */
record PageView(
    String title,
    String database,
    Optional<String> appVersion,
    boolean running,
    Optional<RunView> run,
    Optional<Notice> notice,
    List<String> waits,
    Optional<VerificationView> verification,
    List<DeploymentProperty> facts,
    Optional<TenantsView> tenants,
    List<AppView> apps) {

  static PageView of(
      PageSnapshot page, Optional<TenantsView> tenants, Optional<HistoryCursor> older) {
    Snapshot now = page.state();
    Deployment deployment = page.deployment();
    MigrateCommandLine commands = new MigrateCommandLine(deployment);
    // Where there are tenants, a database without a history is none of them.
    boolean listsTenants = tenants.isPresent() && now.histories().isEmpty();
    List<AppListing> apps = listsTenants ? List.of() : now.listing().apps();
    boolean running = now.running().isPresent();
    return new PageView(
        title(now),
        now.server().name(),
        deployment.appVersion(),
        running,
        RunView.of(now),
        running || listsTenants ? Optional.empty() : Notice.of(apps),
        now.contractWaits().stream().map(ContractWait::sentence).toList(),
        VerificationView.of(now),
        DeploymentProperty.all(now, deployment),
        tenants,
        apps.stream()
            .filter(app -> older.isEmpty() || older.get().app().equals(app.name()))
            .map(app -> AppView.of(app, page, older.map(HistoryCursor::than), commands))
            .toList());
  }

  private static String title(Snapshot now) {
    String name = now.server().name() + " · Lockstep";
    return now.running()
        .map(run -> "Step " + run.step() + " of " + run.steps() + " · " + name)
        .orElse(name);
  }

  /** A fact that the reader of an empty or new database should know. */
  record Notice(String lead, String rest) {
    private static Optional<Notice> of(List<AppListing> apps) {
      if (apps.isEmpty()) {
        return Optional.of(
            new Notice("There is no app.", "Neither this image nor the database has a migration."));
      }
      List<MigrationListing> all = apps.stream().flatMap(app -> app.migrations().stream()).toList();
      long waiting = all.stream().filter(migration -> !migration.state().isInDatabase()).count();
      if (waiting < all.size()) {
        return Optional.empty();
      }
      return Optional.of(
          new Notice(
              "Nothing is applied.",
              waiting == 1 ? "1 migration is pending." : waiting + " migrations are pending."));
    }
  }
}
