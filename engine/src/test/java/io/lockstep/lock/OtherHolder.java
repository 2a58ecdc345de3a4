package io.lockstep.lock;

import io.lockstep.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** A lease as another process would have it, without a session behind it. */
public final class OtherHolder {
  private OtherHolder() {}

  /**
   * Has the lease since a minute.
   *
   * @param left until it runs out; negative if it has
   */
  public static void holds(TestDatabase database, Duration left) {
    holds(database, "x", Instant.now().minusSeconds(60), left);
  }

  /** Has the lease since then, under this name. */
  public static void holds(TestDatabase database, String name, Instant since, Duration left) {
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.lease (name, lock_until, locked_at, locked_by, token, holder, session_start)
            values (:lock, now() + :left * interval '1 s', :since, 'x', 'x', :name, now())
                on conflict (name) do update set lock_until = excluded.lock_until
            """)
        .param("lock", Lease.NAME)
        .param("left", left.toSeconds())
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("name", name)
        .update();
  }
}
