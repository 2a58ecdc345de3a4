package io.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In which transaction a callback runs, and which ones can run in none. */
class CallbackTransactionTest extends CallbackCalls {
  @Test
  void those_around_a_migration_are_in_its_transaction() {
    callbacks("beforeEachMigrate", "afterEachMigrate", "afterMigrate");
    steps("main latest");
    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    select string_agg(what, ' ' order by id)
                      from seen.call
                      left join main_schema_history h on h.xmin::text::bigint = transaction %% (1::bigint << 32)
                     group by h.version
                     order by h.version nulls last
                    """
                        .replace("%%", "%"))
                .query(String.class)
                .list())
        .containsExactly(
            "beforeEachMigrate afterEachMigrate",
            "beforeEachMigrate afterEachMigrate",
            "beforeEachMigrate afterEachMigrate",
            "afterMigrate");
  }

  @Test
  void what_is_set_before_a_migration_holds_for_it() {
    files()
        .file("main/beforeEachMigrate.sql", "set local work_mem = '77MB';")
        .file("main/V0004__d.sql", "create table d as select current_setting('work_mem') as m;")
        .file(
            "main/V0005__e.sql",
            "-- lockstep: no-transaction\ncreate table e as select current_setting('work_mem') as m;");
    files().file("main/beforeEachMigrate.sql", "set work_mem = '77MB';");
    steps("main latest");
    assertThat(
            database
                .jdbc()
                .sql("select m from d union all select m from e")
                .query(String.class)
                .list())
        .containsExactly("77MB", "77MB");
  }

  @Test
  void one_without_a_transaction_may_have_what_needs_none() {
    files()
        .file("main/afterMigrate.sql", "vacuum;\nvacuum a;")
        .file("main/beforeMigrate.sql", "select 1;\nvacuum;")
        .file("main/beforeMigrate.sql.conf", "executeInTransaction=false");
    assertThat(steps("main latest")).hasSize(5);
  }

  @Test
  void one_that_must_be_in_a_transaction_and_can_not_is_refused_before_the_first_step() {
    files().file("main/beforeEachMigrate.sql", "vacuum;");
    assertThat(refusal("main latest"))
        .contains("beforeEachMigrate.sql", "beforeMigrate and afterMigrate");
    files().without("main/beforeEachMigrate.sql").file("main/beforeMigrate.sql", "vacuum;");
    steps("main latest");
  }

  @Test
  void one_that_commits_is_refused_before_the_first_step() {
    files().file("main/afterMigrate.sql", "select 1;\ncommit;");
    assertThat(refusal("main latest")).contains("afterMigrate.sql", "COMMIT");
  }
}
