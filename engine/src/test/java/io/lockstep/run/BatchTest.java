package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Asking;
import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps that run in batches. */
class BatchTest {
  private static final String TABLE =
      "create table t (id int primary key, a int);\ninsert into t select n from generate_series(1, 95) n;\n";
  private static final String FILL =
      """
      -- lockstep: batch 10
      update t set a = id * 2
       where id in (select id from t where a is null order by id limit :batch);
      """;

  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void aTable() {
    files = new MigrationFolder(folder).file("main/V0001__t.sql", TABLE);
  }

  private long count(String sql) {
    return database.jdbc().sql(sql).query(Long.class).single();
  }

  private Optional<String> text(String sql) {
    return database.jdbc().sql(sql).query(String.class).optional();
  }

  @Test
  void a_backfill_in_batches_changes_what_the_statement_at_once_would() {
    files.file("main/V0002__fill.sql", FILL.replace("batch 10", "Batch 10"));
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t where a = id * 2")).isEqualTo(95);
    assertThat(count("select count(distinct xmin::text) from t")).isGreaterThan(3);
    assertThat(count("select count(*) from lockstep.batch")).isZero();
    assertThat(
            text(
                "select rows_changed || ' in ' || (batches > 3) from lockstep.step where script like 'V0002%'"))
        .contains("95 in true");
    assertThat(text("select rows_changed from lockstep.step where script like 'V0001%'")).isEmpty();
  }

  @Test
  void a_statement_with_a_limit_of_its_own_needs_no_number() {
    files.file("main/V0002__fill.sql", FILL.replace("batch 10", "batch").replace(":batch", "30"));
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t where a = id * 2")).isEqualTo(95);
    assertThat(text("select batches from lockstep.step where script like 'V0002%'")).contains("4");
  }

  @Test
  void a_plan_says_in_batches() {
    files.file("main/V0002__fill.sql", FILL);
    assertThat(
            database
                .lockstep(folder)
                .plan(List.of("main latest"), PlanOptions.STRICT)
                .get(0)
                .steps()
                .get(1)
                .batch())
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V0002__x.sql|-- lockstep: batch{nl}update t set a = 1;{nl}update t set a = 2;|2 statements",
        "V0002__x.sql|-- lockstep: batch{nl}select 1;|line 2 has SELECT",
        "V0002__x.sql|-- lockstep: batch{nl}alter table t add b int;|line 2 has ALTER",
        "V0002__x.sql|-- lockstep: batch{nl}begin; update t set a = 1; commit;|BEGIN",
        "V0002__x.sql|-- lockstep: batch{nl}\\echo x|psql",
        "V0002__x.sql|-- lockstep: batch{nl}-- lockstep: no-transaction{nl}update t set a = 1;|each batch has one",
        "V0002__x.sql|-- lockstep: batch 10{nl}update t set a = 1;|does not use the number",
        "V0002__x.sql|-- lockstep: batch{nl}update t set a = :batch;|gives it no number",
        "R__x.sql|-- lockstep: batch{nl}update t set a = 1;|a repeatable",
        "B0002__x.sql|-- lockstep: batch{nl}update t set a = 1;|a baseline script",
        "afterMigrate.sql|-- lockstep: batch{nl}update t set a = 1;|a callback",
        "U0001__t.sql|-- lockstep: batch{nl}drop table t;|line 2 has DROP",
      })
  void a_script_that_can_not_run_in_batches_is_refused_before_anything_runs(
      String file, String sql, String why) {
    files.file("main/" + file, sql.replace("{nl}", "\n"));
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains(why);
    assertThat(database.fingerprint()).doesNotContain("relation t ");
  }

  @Test
  void a_step_that_fails_in_a_batch_keeps_the_earlier_ones_and_goes_on_from_there() {
    files
        .file("main/V0002__c.sql", "alter table t add check (a <> 101);")
        .file("main/U0002__c.sql", "alter table t drop constraint t_a_check;")
        .file(
            "main/V0003__fill.sql",
            FILL.replace("id * 2", "id + 51").replace("batch 10", "batch").replace(":batch", "10"));
    String said =
        problem(
                ExitCode.MIGRATION_FAILED,
                () -> database.lockstep(folder).migrate(targets("main latest")))
            .text();
    assertThat(said)
        .contains("The batch was rolled back; 40 rows in 4 batches before it are changed");
    assertThat(count("select count(*) from t where a is not null")).isEqualTo(40);
    assertThat(text("select rows_changed || '/' || batches from lockstep.batch")).contains("40/4");
    assertThat(
            database
                .lockstep(folder)
                .plan(List.of("main latest"), PlanOptions.STRICT)
                .get(0)
                .notes())
        .containsExactly(
            "V0003__fill.sql was begun: 40 rows in 4 batches are changed so far, and stay as they are; it goes on from there");
    assertThat(database.lockstep(folder).plan(List.of("main 1"), PlanOptions.STRICT).get(0).notes())
        .containsExactly(
            "V0003__fill.sql was begun: 40 rows in 4 batches are changed so far, and stay as they are");
    database.lockstep(folder).migrate(targets("main 1"));
    files.file("main/V0002__c.sql", "select 1;").file("main/U0002__c.sql", "select 1;");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t where a = id + 51")).isEqualTo(95);
    assertThat(
            text(
                "select rows_changed || '/' || batches from lockstep.step where script like 'V0003%' and result = 'done'"))
        .contains("95/10");
    assertThat(count("select count(*) from lockstep.batch")).isZero();
  }

  @Test
  void a_statement_that_changes_the_same_rows_again_is_noticed() {
    files.file("main/V0002__fill.sql", "-- lockstep: batch\nupdate t set a = 1;");
    String said =
        problem(
                ExitCode.MIGRATION_FAILED,
                () -> database.lockstep(folder).migrate(targets("main latest")))
            .text();
    assertThat(said)
        .contains("the table public.t has 95: the statement changes the same rows again")
        .contains("WHERE new_column IS NULL")
        .contains("are changed and stay.")
        .doesNotContain("rolled back");
    files.file("main/V0002__fill.sql", "-- lockstep: batch\nupdate t set a = 2 where a <> 2;");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t where a = 2")).isEqualTo(95);
  }

  @Test
  void a_table_that_was_never_analyzed_and_shrinks_is_not_taken_for_an_endless_one() {
    files
        .file(
            "main/V0001__t.sql",
            TABLE
                + """
                create function shrink() returns trigger language plpgsql
                    as 'begin delete from t where a is not null; return null; end';
                create trigger shrink after update on t for each statement execute function shrink();
                """)
        .file("main/V0002__fill.sql", FILL.replace("batch 10", "batch").replace(":batch", "8"));
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t")).isZero();
  }

  @Test
  void an_endless_statement_on_an_analyzed_table_ends_after_twice_its_rows() {
    files
        .file("main/V0001__t.sql", TABLE + "analyze t;")
        .file("main/V0002__fill.sql", "-- lockstep: batch\nupdate only public.t set a = 1;");
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("changed 285 rows, the table public.t has 95");
  }

  @Test
  void a_table_that_grows_is_not_taken_for_an_endless_one() {
    files
        .file("main/V0001__t.sql", TABLE + "create table u (id int primary key); analyze u, t;")
        .file(
            "main/V0002__copy.sql",
            "-- lockstep: batch 5\ninsert into u select id from t where id not in (select id from u) limit :batch;")
        .file(
            "main/V0003__sparse.sql",
            "-- lockstep: batch 5\ndelete from t where id in (select id from t limit :batch)");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from u")).isEqualTo(95);
    assertThat(count("select count(*) from t")).isZero();
  }

  @Test
  void an_undo_in_batches_is_taken_from_the_database_when_its_file_is_gone() {
    files.file("main/V0002__fill.sql", FILL).file("main/U0002__fill.sql", undo("a is not null"));
    database.lockstep(folder).migrate(targets("main latest"));
    files.without("main/V0002__fill.sql").without("main/U0002__fill.sql");
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(count("select count(*) from t where a is null")).isEqualTo(95);
    assertThat(text("select rows_changed from lockstep.step where action = 'undo'")).contains("95");
    assertThat(count("select count(*) from lockstep.unfinished")).isZero();
    assertThat(count("select count(*) from lockstep.batch")).isZero();
  }

  private static String undo(String condition) {
    return "-- lockstep: batch 10\nupdate t set a = null where id in (select id from t where %s order by id limit :batch);"
        .formatted(condition);
  }

  @Test
  void an_undo_that_was_begun_must_go_on_in_the_same_direction() {
    files
        .file("main/V0002__fill.sql", FILL)
        .file("main/U0002__fill.sql", undo("a is not null and 1 / (50 - id) >= -1"));
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main 1")))
                .text())
        .contains("before it are changed and stay");
    assertThat(count("select count(*) from t where a is null")).isPositive();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("are changed so far", "migrate \"main 0001\"")
        .doesNotContain("has no transaction");
    files.file("main/U0002__fill.sql", undo("a is not null"));
    database.lockstep(folder).migrate(with(Asking.undoFromFile("2"), "main 1"));
    assertThat(count("select count(*) from t where a is null")).isEqualTo(95);
    assertThat(count("select count(*) from lockstep.unfinished")).isZero();
    assertThat(count("select count(*) from lockstep.batch")).isZero();
  }

  @Test
  void placeholders_have_their_values_in_a_batch() {
    files
        .file("main/lockstep.properties", "placeholders.factor=3")
        .file("main/V0002__fill.sql", FILL.replace("id * 2", "id * ${factor}"));
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(count("select count(*) from t where a = id * 3")).isEqualTo(95);
  }

  @Test
  void callbacks_run_before_the_first_batch_and_with_the_last_one() {
    files
        .file("main/V0001__t.sql", TABLE + "create table said (what text, at bigint);")
        .file("main/V0002__fill.sql", FILL)
        .file(
            "main/beforeEachMigrate.sql",
            "do $$ begin if to_regclass('said') is not null then insert into said select 'before', txid_current(); end if; end $$;")
        .file("main/afterEachMigrate.sql", "insert into said select 'after', txid_current();");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.jdbc().sql("select what from said order by at").query(String.class).list())
        .containsExactly("after", "before", "after");
    assertThat(
            count(
                "select count(*) from main_schema_history h, said s where h.xmin::text = s.at::text and what = 'after'"))
        .isEqualTo(2);
  }
}
