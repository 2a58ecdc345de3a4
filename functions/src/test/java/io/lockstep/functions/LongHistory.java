package io.lockstep.functions;

import io.lockstep.TestDatabase;

/** A history that nobody wants to migrate one by one for a test. */
final class LongHistory {
  private LongHistory() {}

  /** So many applied versions of {@code main}, from 101 on. */
  static void add(TestDatabase database, int versions) {
    database
        .jdbc()
        .sql(
            """
            insert into main_schema_history
                   (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            select 100 + i, (100 + i)::text, 'm' || i, 'SQL', 'V' || (100 + i) || '__m.sql', i, 'x', 1, true
              from generate_series(1, :versions) i
            """)
        .param("versions", versions)
        .update();
  }
}
