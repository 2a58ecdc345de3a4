package io.lockstep.verify;

import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import io.lockstep.lock.OtherHolder;
import io.lockstep.run.Lockstep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest extends Verifying {
  private long runs() {
    return database.jdbc().sql("select max(id) from lockstep.run").query(Long.class).single();
  }

  @Test
  void an_empty_database_is_not_recorded_and_nothing_is_wrong_with_it() {
    VerifyReport report = verify();
    assertThat(report.result()).hasToString("not recorded");
    assertThat(report.notes()).singleElement().asString().contains("nothing is recorded yet");
    assertThat(report.problem()).isEmpty();
  }

  @Test
  void what_runs_have_done_is_as_recorded() {
    for (String target : List.of("main 1", "main latest", "main 2", "main zero")) {
      migrate(target);
      VerifyReport report = verify(target);
      assertThat(report.result()).as(target).hasToString("as recorded");
      assertThat(report.recordedByRun()).contains(runs());
      assertThat(report.findings()).isEmpty();
      assertThat(report.notes()).isEmpty();
      assertThat(report.problem()).isEmpty();
    }
  }

  @Test
  void
      drift_stays_with_runs_that_do_nothing_and_is_said_and_recorded_by_the_next_that_has_a_step() {
    migrate("main 1");
    sql("create table by_hand ()");
    assertThat(migrate("main 1").drift()).isEmpty();
    assertThat(verify().drift()).as("after a run with nothing to do").hasSize(1);
    assertThat(migrate("main 2").drift()).containsExactly("+ table by_hand");
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(migrate("main latest").drift()).isEmpty();
  }

  @Test
  void changed_unknown_and_missing_migrations_are_found() {
    migrate("main latest");
    files.file("main/V0001__a.sql", "create table a (id text);");
    files.file("main/V0001.5__late.sql", "create table late (id text);");
    files.without("main/V0003__c.sql").without("main/U0003__c.sql");
    assertThat(verify().findings())
        .containsExactly(
            "main 0001 is changed",
            "main 0003 is unknown",
            "main 0001.5 is missing: it is not applied, but 0003 is (out of order)");
    assertThat(verify().problem().orElseThrow().text())
        .startsWith("verifying the database: 3 findings\n");
  }

  @Test
  void what_is_found_of_many_is_one_line_for_people_and_each_for_programs() {
    migrate("main latest");
    for (String table : List.of("1__a", "2__b", "3__c")) {
      files.file("main/V000" + table + ".sql", "select 'changed';");
    }
    assertThat(verify().findings()).hasSize(3);
    assertThat(verify().lines()).containsExactly("! main 0001 is changed (the same: 0002, 0003)");
  }

  @Test
  void what_was_applied_out_of_order_is_noted() {
    migrate("main latest");
    files.file("main/V0001.5__late.sql", "create table late (id text);");
    files.file("main/U0001.5__late.sql", "drop table late;");
    database.lockstep(folder).migrate(with(outOfOrder(), "main latest"));
    assertThat(verify("main latest").result()).hasToString("as recorded");
    assertThat(verify().notes())
        .containsExactly("main 0001.5 was applied after 0002 (out of order)");
  }

  @Test
  void an_applied_migration_without_an_undo_script_is_found_and_one_only_in_a_file_noted() {
    files.without("main/U0002__b.sql");
    migrate("main latest");
    sql("delete from lockstep.applied where version = '3'");
    assertThat(verify().findings())
        .containsExactly(
            "main 0002 can't be taken back: there is no undo script, stored or on disk");
    assertThat(verify().notes())
        .singleElement()
        .asString()
        .startsWith("main 0003 can be taken back only by");
  }

  @Test
  void what_is_irreversible_by_its_own_word_is_noted_and_refused_to_be_taken_back() {
    files.without("main/U0002__b.sql");
    files.file("main/V0002__b.sql", "-- lockstep: irreversible\ncreate table b (id int);");
    migrate("main latest");
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(verify().notes())
        .containsExactly("main 0002 can't be taken back: it is irreversible, as its script says");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main 1")).text())
        .contains("0002 is applied, and irreversible, as", "V0002__b.sql says");
  }

  @Test
  void what_was_left_invalid_is_found() {
    migrate("main 1");
    sql("alter table a add constraint positive check (id > 0) not valid");
    sql("create index by_id on a (id)");
    sql("update pg_index set indisvalid = false where indexrelid = 'by_id'::regclass");
    assertThat(verify().findings())
        .containsExactly("constraint a.positive is NOT VALID", "index by_id is INVALID");
    migrate("main 2");
    assertThat(verify().findings()).containsExactly("index by_id is INVALID");
    assertThat(verify().notes()).containsExactly("constraint a.positive is NOT VALID");
    sql("drop index by_id");
    sql("alter table a validate constraint positive");
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().drift())
        .containsExactly(
            "~ constraint a.positive: CHECK ((id > 0)) NOT VALID → CHECK ((id > 0))",
            "- index by_id");
  }

  @Test
  void a_constraint_that_its_migration_leaves_not_valid_is_noted() {
    files.file(
        "main/V0002__b.sql",
        "create table b (id int constraint c check (id > 0)); alter table b add constraint d check"
            + " (id < 9) not valid;");
    migrate("main 2");
    assertThat(verify().result()).hasToString("as recorded");
    assertThat(verify().notes()).containsExactly("constraint b.d is NOT VALID");
    sql("alter table b drop constraint c, add constraint c check (id > 0) not valid");
    assertThat(verify().findings()).containsExactly("constraint b.c is NOT VALID");
  }

  @Test
  void a_constraint_of_which_nothing_is_known_is_noted() {
    migrate("main 1");
    sql("alter table a add constraint positive check (id > 0) not valid");
    sql("update lockstep.fingerprint set basis = 'of another PostgreSQL'");
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().notes()).contains("constraint a.positive is NOT VALID");
    sql("drop schema lockstep cascade");
    assertThat(verify().findings()).isEmpty();
    assertThat(verify().notes()).contains("constraint a.positive is NOT VALID");
  }

  @Test
  void a_history_that_was_lost_is_found() {
    migrate("main 2");
    String lost = "main has no history here, but it was at 2, by the undo scripts stored here";
    sql("alter table main_schema_history rename to kept");
    assertThat(verify().findings()).containsExactly(lost);
    sql("create table main_schema_history (like kept)");
    assertThat(verify().findings()).containsExactly(lost);
    sql("drop table main_schema_history");
    sql("alter table kept rename to main_schema_history");
    migrate("main zero");
    assertThat(verify().findings()).isEmpty();
  }

  @Test
  void targets_have_to_be_reached() {
    migrate("main 2");
    assertThat(verify("main latest").findings())
        .containsExactly("target \"main latest\" is not reached: main is at 0002, 1 step(s) away");
    assertThat(verify("main latest", "main 2").findings()).as("the last counts").isEmpty();
    problem(ExitCode.USAGE, () -> verify("main 9"));
    problem(ExitCode.USAGE, () -> verify("nowhere 1"));
    files.file("main/V0001__a.sql", "create table a (id text);");
    assertThat(verify("main 2").findings())
        .hasSize(2)
        .last()
        .asString()
        .contains("target \"main 2\"", "V0001__a.sql has changed");
  }

  @Test
  void a_step_under_way_is_no_finding() {
    migrate("main 1");
    sql("create table by_hand ()");
    OtherHolder.holds(database, Duration.ofMinutes(1));
    VerifyReport report = verify();
    assertThat(report.problem()).isEmpty();
    assertThat(report.result()).hasToString("not recorded");
    assertThat(report.notes()).containsExactly("a run is under way: the schema is not compared");
    sql("delete from lockstep.lease");
    assertThat(verify().drift()).hasSize(1);
  }

  @Test
  void the_role_that_only_reads_finds_the_same() {
    Reader reader = new Reader(database.name() + "_reader", "secret");
    database.lockstep(folder).migrate(with(reader, "main 1"));
    sql("create view by_hand as select id from a");
    Settings all = database.settings();
    Settings settings =
        new Settings(
            all.host(), all.port(), all.database(), reader.user(), "secret", all.tls(), "public");
    ProcessClock clock = new ProcessClock();
    Lockstep as =
        new Lockstep(
            new Connector(settings, clock, Duration.ofSeconds(10)),
            CatalogReader.read(folder),
            clock);
    assertThat(as.verify(List.of("main 1"))).isEqualTo(verify("main 1"));
    assertThat(as.verify(List.of()).drift()).containsExactly("+ view by_hand");
  }
}
