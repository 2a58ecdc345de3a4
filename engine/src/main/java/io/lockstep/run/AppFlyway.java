package io.lockstep.run;

import io.lockstep.catalog.App;
import io.lockstep.database.FlywayConfigurations;
import io.lockstep.database.FlywayScripts;
import java.util.Collection;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Flyway, set up once for an app and a session: that takes longer than most migrations, and a
 * rehearsal does it hundreds of times.
 */
final class AppFlyway {
  private final Flyway flyway;
  private FlywayScripts scripts = new FlywayScripts(Map.of());
  private Callback callback =
      new BaseCallback() {
        @Override
        public void handle(Event event, Context context) {}
      };

  AppFlyway(RunContext context, App app) {
    this.flyway =
        FlywayConfigurations.of(
                context.work(), context.schema(), app.historyTable(), new CurrentScripts())
            .createSchemas(false)
            .callbacks(new CurrentCallback())
            .placeholderReplacement(false)
            .validateOnMigrate(false) // the plan has validated, and Flyway sees only a part
            .outOfOrder(true) // the plan has decided
            .load();
  }

  /** Applies what of these scripts is not applied yet. */
  void migrate(FlywayScripts scripts, Callback callback) {
    this.scripts = scripts;
    this.callback = callback;
    flyway.migrate();
  }

  private final class CurrentScripts implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return scripts.getResource(name);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return scripts.getResources(prefix, suffixes);
    }
  }

  private final class CurrentCallback extends BaseCallback {
    @Override
    public boolean supports(Event event, @Nullable Context c) {
      return callback.supports(event, c);
    }

    @Override
    public void handle(Event event, Context c) {
      callback.handle(event, c);
    }
  }
}
