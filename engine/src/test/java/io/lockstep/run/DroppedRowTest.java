package io.lockstep.run;

import static io.lockstep.Asking.acceptChanged;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trigger or a rule that drops rows of Lockstep's own, which PostgreSQL reports as success. */
class DroppedRowTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void tables() {
    files()
        .file("main/V1__a.sql", "create table a (v int);")
        .file("main/U1__a.sql", "drop table a;")
        .file("main/R__v.sql", "create or replace view v as select 1 as one;");
    migrate("main 1");
    files()
        .file("main/V2__b.sql", "create table b (v int);")
        .file("main/U2__b.sql", "drop table b;");
    sql("create function drop_row() returns trigger language plpgsql as 'begin return null; end'");
  }

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void migrate(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  private void sql(String statement) {
    database.jdbc().sql(statement).update();
  }

  private void dropping(String event, String table) {
    sql(
        "create trigger dropping before %s on %s for each row execute function drop_row()"
            .formatted(event, table));
  }

  private void insteadOf(String event, String table) {
    sql("create rule dropping as on %s to %s do instead nothing".formatted(event, table));
  }

  private boolean exists(String table) {
    return database
        .jdbc()
        .sql("select to_regclass(:table) is not null")
        .param("table", table)
        .query(Boolean.class)
        .single();
  }

  private String failed(ExitCode exit, String target) {
    return problem(exit, () -> migrate(target)).text();
  }

  private String failed(String target) {
    return failed(ExitCode.MIGRATION_FAILED, target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main_schema_history", "lockstep.step", "lockstep.applied"})
  void a_step_whose_row_a_trigger_drops_fails_and_is_rolled_back(String table) {
    dropping("insert", table);
    assertThat(failed("main 2"))
        .startsWith("apply ")
        .contains("main/V2__b.sql: ")
        .contains(table.substring(table.indexOf('.') + 1), "a trigger or a rule")
        .contains("The step was rolled back")
        .contains("run again")
        .contains("Correct the file if the script itself keeps it out. Else: ");
    assertThat(exists("b")).isFalse();
    sql("drop trigger dropping on " + table);
    migrate("main 2");
    assertThat(exists("b")).isTrue();
  }

  @Test
  void a_step_whose_row_a_rule_drops_fails_and_names_the_table() {
    insteadOf("insert", "main_schema_history");
    assertThat(failed("main 2"))
        .contains("main_schema_history", "a trigger, a rule")
        .contains("The step was rolled back")
        .contains("Correct the file if the script itself keeps it out. Else: ");
    assertThat(exists("b")).isFalse();
  }

  @Test
  void an_undo_whose_row_a_trigger_drops_fails_and_is_rolled_back() {
    migrate("main 2");
    dropping("insert", "main_schema_history");
    assertThat(failed("main 1"))
        .startsWith("undo U2__b.sql")
        .contains("main_schema_history", "The step was rolled back");
    assertThat(exists("b")).isTrue();
  }

  @Test
  void an_undo_fails_where_only_the_rows_of_repeatables_are_dropped() {
    migrate("main 2");
    sql(
        "create function drop_view() returns trigger language plpgsql"
            + " as 'begin if new.version is null then return null; end if; return new; end'");
    sql(
        "create trigger dropping before insert on main_schema_history for each row execute function drop_view()");
    assertThat(failed("main 1")).contains("main_schema_history", "The step was rolled back");
    assertThat(exists("b")).isTrue();
  }

  @Test
  void a_step_without_a_transaction_whose_row_a_trigger_drops_is_unfinished() {
    files().file("main/V2__b.sql", "create index concurrently i on a (v);");
    dropping("insert", "main_schema_history");
    assertThat(failed("main 2"))
        .contains(
            "main_schema_history", "It runs outside a transaction, so part of it may be done");
  }

  @Test
  void a_step_without_a_transaction_is_not_begun_where_its_mark_is_dropped() {
    files().file("main/V2__b.sql", "create index concurrently i on a (v);");
    dropping("insert", "lockstep.unfinished");
    assertThat(failed("main 2")).contains("lockstep.unfinished", "a trigger or a rule");
    assertThat(exists("i")).isFalse();
  }

  @Test
  void a_batch_whose_progress_is_dropped_is_rolled_back() {
    sql("insert into a select 1 from generate_series(1, 10)");
    files()
        .file(
            "main/V2__b.sql",
            "-- lockstep: batch 5\nupdate a set v = 2 where ctid = any (array(select ctid from a where v = 1 limit :batch));");
    dropping("insert", "lockstep.batch");
    assertThat(failed("main 2")).contains("lockstep.batch", "The batch was rolled back");
    assertThat(database.jdbc().sql("select count(*) from a where v = 2").query(Long.class).single())
        .isZero();
  }

  @Test
  void a_changed_file_is_not_accepted_where_its_update_is_dropped() {
    files().file("main/V1__a.sql", "create table a (v int); -- changed");
    dropping("update", "main_schema_history");
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(with(acceptChanged("1"), "main 1")))
                .text())
        .contains("main_schema_history", "a trigger");
  }

  @Test
  void an_error_of_a_trigger_on_the_history_is_not_blamed_on_the_file() {
    sql(
        "create function refuse() returns trigger language plpgsql as 'begin raise exception ''not today''; end'");
    sql(
        "create trigger refusing before insert on main_schema_history for each row execute function refuse()");
    assertThat(failed("main 2"))
        .contains("could not be written to", "main_schema_history", "not today")
        .contains("Remove what keeps it out there")
        .contains("Correct the file if the script itself keeps it out. Else: ");
  }

  @Test
  void a_script_that_drops_its_own_row_is_told_to_be_corrected() {
    files()
        .file(
            "main/V2__b.sql",
            """
            create table b ();
            create trigger dropping before insert on main_schema_history for each row execute function drop_row();
            """);
    assertThat(failed("main 2"))
        .contains("main_schema_history", "Correct the file if the script itself keeps it out");
    files().file("main/V2__b.sql", "create table b ();");
    migrate("main 2");
  }

  @Test
  void a_run_whose_row_is_dropped_does_not_begin() {
    dropping("insert", "lockstep.run");
    assertThat(failed(ExitCode.REFUSED, "main 2"))
        .contains("lockstep.run", "a trigger or a rule", "run again");
    assertThat(exists("b")).isFalse();
  }

  @Test
  void a_lease_whose_update_is_dropped_is_not_called_lost() {
    dropping("update", "lockstep.lease");
    assertThat(failed(ExitCode.REFUSED, "main 2"))
        .contains("lockstep.lease", "a trigger or a rule");
    assertThat(exists("b")).isFalse();
  }

  @Test
  void a_lease_that_is_dropped_is_no_internal_error() {
    dropping("insert", "lockstep.lease");
    assertThat(failed(ExitCode.REFUSED, "main 2"))
        .contains("lockstep.lease", "a trigger or a rule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"main_schema_history", "lockstep.applied"})
  void a_table_whose_rows_may_be_hidden_is_not_read_as_an_empty_one(String table) {
    String role = "rls_" + database.name();
    sql("create role " + role + " login");
    sql("grant usage on schema lockstep to " + role);
    sql("grant select on all tables in schema public, lockstep to " + role);
    sql("alter table " + table + " enable row level security");
    ProcessClock clock = new ProcessClock();
    Lockstep reader =
        new Lockstep(
            new Connector(database.settings(role), clock, Duration.ZERO),
            CatalogReader.read(folder),
            clock);
    assertThat(problem(ExitCode.REFUSED, reader::list).text())
        .contains(
            "row-level security",
            "\"" + table.substring(table.indexOf('.') + 1) + "\"",
            "BYPASSRLS");
    sql("alter role " + role + " bypassrls");
    assertThat(reader.list().apps().get(0).current()).isEqualTo("1");
  }

  @Test
  void a_trigger_that_changes_nothing_but_notes_is_no_obstacle() {
    sql("create table noted (v text)");
    sql(
        "create function note() returns trigger language plpgsql as 'begin insert into public.noted values (new.script); return new; end'");
    sql(
        "create trigger noting before insert on main_schema_history for each row execute function note()");
    migrate("main 2");
    assertThat(database.jdbc().sql("select v from noted").query(String.class).list())
        .isEqualTo(List.of("V2__b.sql"));
  }
}
