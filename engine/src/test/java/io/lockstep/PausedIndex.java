package io.lockstep;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A CREATE INDEX that stands still in the middle of its scan for as long as a test wants: the index
 * is on a function that waits, at one row, for an advisory lock. An index's function is immutable,
 * and sees nothing of what others commit meanwhile, but locks it sees.
 */
public final class PausedIndex {
  private final TestDatabase database;
  private final Connection lock;

  private PausedIndex(TestDatabase database, Connection lock) {
    this.database = database;
    this.lock = lock;
  }

  /** Makes the app {@code big}: 0001 a table of 200 pages, 0002 the index. */
  public static PausedIndex in(TestDatabase database, MigrationFolder folder) throws SQLException {
    folder.file(
        "big/V0001__big.sql",
        """
        create table big (id int, filling text);
        insert into big select i, repeat('x', 1000) from generate_series(1, 1400) i;
        create function slow(i int) returns int immutable language plpgsql as $$
        begin
          while i = 701 and not pg_try_advisory_xact_lock_shared(1, 1) loop perform pg_sleep(0.02); end loop;
          return i;
        end $$;
        """);
    folder.file("big/V0002__index.sql", "create index big_idx on big (slow(id));");
    Connection lock = database.connect();
    lock.createStatement().execute("select pg_advisory_lock(1, 1)");
    return new PausedIndex(database, lock);
  }

  /** Waits until the index stands still. */
  public void awaitPause() {
    Patience.await()
        .until(
            () ->
                database
                    .jdbc()
                    .sql(
                        """
                        select exists (select from pg_stat_progress_create_index p join pg_stat_activity a using (pid)
                                        where p.datname = current_database() and p.blocks_done > 0 and a.wait_event = 'PgSleep')
                        """)
                    .query(Boolean.class)
                    .single());
  }

  /** Lets it go on; once more does nothing. */
  public void goOn() throws SQLException {
    lock.close();
  }
}
