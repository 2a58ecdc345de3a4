package io.lockstep.run;

import io.lockstep.catalog.App;
import io.lockstep.database.FlywayConfiguration;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.jspecify.annotations.Nullable;

/**
 * Flyway, set up once for an app and a session: that takes longer than most migrations, and a
 * rehearsal does it hundreds of times. What it commits passes the fence.
 */
final class AppFlyway {
  private final Flyway flyway;
  private List<StepMigration> migrations = List.of();
  private Callback callback =
      new BaseCallback() {
        @Override
        public void handle(Event event, Context context) {}
      };

  AppFlyway(RunContext context, App app) {
    this.flyway =
        new FlywayConfiguration(context.schema())
            .dataSource(
                context.work().dataSource(() -> context.lock().fence().commit(context.work())))
            .table(app.historyTable())
            .resolvers(new CurrentMigrations())
            .createSchemas(false)
            .callbacks(new CurrentCallback())
            .validateOnMigrate(false) // the plan has validated, and Flyway sees only a part
            .outOfOrder(true) // the plan has decided
            .load();
  }

  /** Loads Flyway on a thread of its own: meanwhile the server makes Lockstep's own tables. */
  static void prepare(String schema) {
    Thread thread = new Thread(() -> new FlywayConfiguration(schema).load(), "lockstep-flyway");
    thread.setDaemon(true);
    thread.start();
  }

  /** Applies what of these is not applied yet. */
  void migrate(List<StepMigration> migrations, Callback callback) {
    this.migrations = migrations;
    this.callback = callback;
    flyway.migrate();
  }

  private final class CurrentMigrations implements MigrationResolver {
    @Override
    public Collection<ResolvedMigration> resolveMigrations(MigrationResolver.Context context) {
      return List.copyOf(migrations);
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
