package io.lockstep.waiting;

import io.lockstep.schema.Relations;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes {@code lockstep.contract_wait}, without the lock: it is for people, and no plan depends on
 * it. Where an older Lockstep's tables have no such table it writes nothing.
 */
public final class ContractWaitWriter {
  private final JdbcClient jdbc;

  /** Writes with this session. */
  public ContractWaitWriter(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes down what the contract steps of a release wait for.
   *
   * @param names of pods that are still there, or what else isn't rolled out yet
   */
  public void waitsFor(String release, List<String> names) {
    if (!exists()) {
      return;
    }
    jdbc.sql(
            """
            insert into lockstep.contract_wait (release, waiting_for)
            values (:release, :names)
            on conflict (release) do update
               set waiting_for = excluded.waiting_for, updated_at = pg_catalog.clock_timestamp()
            """)
        .param("release", release)
        .param("names", names.toArray(String[]::new))
        .update();
  }

  /** Writes down that a release no longer waits. */
  public void over(String release) {
    if (!exists()) {
      return;
    }
    jdbc.sql("delete from lockstep.contract_wait where release = :release")
        .param("release", release)
        .update();
  }

  private boolean exists() {
    return Relations.exists(jdbc, "lockstep.contract_wait");
  }
}
