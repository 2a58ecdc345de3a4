package io.lockstep.functions.snapshot;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lockstep.audit.RunReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.OwnTables;
import io.lockstep.history.DatabaseState;
import io.lockstep.history.StateReader;
import io.lockstep.listing.Listing;
import io.lockstep.lock.LeaseRow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks at the database, once for all who ask at the same moment: a look is shared until it is half
 * a second old.
 */
public final class Snapshots {
  private static final Duration FRESH = Duration.ofMillis(500);

  private final ReadOnlyDatabase database;
  private final Catalog catalog;
  private final String schema;
  private final AsyncCache<String, Snapshot> shared =
      Caffeine.newBuilder().expireAfterWrite(FRESH).executor(Runnable::run).buildAsync();

  /**
   * @param schema where the migrations run
   */
  public Snapshots(ReadOnlyDatabase database, Catalog catalog, String schema) {
    this.database = database;
    this.catalog = catalog;
    this.schema = schema;
  }

  /**
   * What is there now.
   *
   * @throws io.lockstep.Problem if the database can't be read
   */
  public Snapshot now() {
    try {
      return shared.get(schema, key -> database.read(this::look)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private Snapshot look(JdbcClient jdbc) {
    DatabaseState state = new StateReader(jdbc, schema).read(catalog);
    boolean ours = OwnTables.exist(jdbc);
    return new Snapshot(
        server(jdbc),
        state,
        Listing.of(catalog, state),
        ours
            ? LeaseRow.read(jdbc).map(row -> new LockHolder(row.holder(), row.since()))
            : Optional.empty(),
        new RunReader(jdbc).newest(1).stream().findFirst());
  }

  private static Server server(JdbcClient jdbc) {
    return jdbc.sql(
            "select current_database() as name, current_setting('server_version') as version")
        .query((rs, i) -> new Server(rs.getString("name"), rs.getString("version")))
        .single();
  }
}
