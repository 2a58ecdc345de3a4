package io.lockstep.audit.step;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.RunState;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.history.AppHistory;
import io.lockstep.history.SchemaHistoryReader;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps that are kept with each run. */
class StepLogReaderTest {
  private static final AppName MAIN = new AppName("main");

  @TempDir private Path db;
  private final TestDatabase database = TestDatabase.create();
  private final StepLogReader reader = new StepLogReader(database.jdbc());
  private MigrationFolder folder;

  @BeforeEach
  void files() {
    folder = new MigrationFolder(db).threeTables();
  }

  private RunEntry migrate(String target) {
    database.lockstep(db).migrate(targets(target));
    return run();
  }

  private RunEntry migrateInVain(String target) {
    problem(ExitCode.MIGRATION_FAILED, () -> database.lockstep(db).migrate(targets(target)));
    return run();
  }

  private RunEntry run() {
    return new RunLogReader(database.jdbc()).last().orElseThrow();
  }

  private List<StepEntry> of(RunEntry run) {
    return reader.of(run, Integer.MAX_VALUE, 100);
  }

  private static String text(StepEntry step) {
    return step.position()
        + step.action().map(action -> " " + action).orElse("")
        + step.version().map(version -> " " + version).orElse("")
        + (" " + step.description() + " " + step.script() + " " + step.result());
  }

  @Test
  void each_step_of_a_run_is_kept_with_its_run_and_its_time() {
    folder.file(
        "main/R__view.sql", "create or replace view v as select id from a; select pg_sleep(0.02);");
    RunEntry forth = migrate("main latest");
    assertThat(of(forth))
        .extracting(StepLogReaderTest::text)
        .containsExactly(
            "1 apply 0001 a V0001__a.sql done",
            "2 apply 0002 b V0002__b.sql done",
            "3 apply 0003 c V0003__c.sql done",
            "4 repeat view R__view.sql done");
    for (StepEntry step : of(forth)) {
      assertThat(step.beganAt().orElseThrow())
          .isBetween(forth.startedAt(), forth.endedAt().orElseThrow());
      assertThat(
              step.beganAt().orElseThrow().plusMillis(step.millis().orElseThrow()).minusMillis(1))
          .isBefore(forth.endedAt().orElseThrow());
    }
    assertThat(of(migrate("main 2")))
        .extracting(StepLogReaderTest::text)
        .containsExactly("1 undo 0003 c U0003__c.sql done");
    assertThat(of(migrate("main 2"))).isEmpty();
  }

  @Test
  void a_step_takes_as_long_here_as_in_its_history() {
    RunEntry run = migrate("main latest");
    assertThat(of(run))
        .extracting(step -> step.millis().orElseThrow())
        .containsExactlyElementsOf(
            database
                .jdbc()
                .sql(
                    "select execution_time::bigint from main_schema_history order by installed_rank")
                .query(Long.class)
                .list());
  }

  @Test
  void a_step_without_a_transaction_is_kept_too() {
    folder.file("main/V0004__vacuum.sql", "vacuum;");
    assertThat(of(migrate("main latest")))
        .last()
        .extracting(StepLogReaderTest::text)
        .isEqualTo("4 apply 0004 vacuum V0004__vacuum.sql done");
  }

  @Test
  void a_failed_step_is_the_last_of_its_run() {
    folder.file("main/V0002__b.sql", "create table b (id int); select * from nowhere;");
    assertThat(of(migrateInVain("main latest")))
        .extracting(StepLogReaderTest::text)
        .containsExactly("1 apply 0001 a V0001__a.sql done", "2 apply 0002 b V0002__b.sql failed");
  }

  @Test
  void a_failed_step_without_a_transaction_and_a_failed_undo_are_kept_too() {
    folder.file("main/V0004__vacuum.sql", "vacuum;\nvacuum nowhere;");
    assertThat(of(migrateInVain("main latest")))
        .last()
        .extracting(StepLogReaderTest::text)
        .isEqualTo("4 apply 0004 vacuum V0004__vacuum.sql failed");
    folder
        .file("main/V0004__vacuum.sql", "vacuum;")
        .file("main/U0004__vacuum.sql", "drop nothing;");
    migrate("main latest");
    assertThat(of(migrateInVain("main 3")))
        .extracting(StepLogReaderTest::text)
        .containsExactly("1 undo 0004 vacuum U0004__vacuum.sql failed");
  }

  /** Its process has left no more than the run's own row. */
  @Test
  void the_step_that_a_run_has_begun_and_not_ended_is_its_last() {
    migrate("main 2");
    database.jdbc().sql("delete from lockstep.step where position = 2").update();
    database.jdbc().sql("update lockstep.run set result = 'died'").update();
    assertThat(of(run()))
        .extracting(StepLogReaderTest::text)
        .containsExactly("1 apply 0001 a V0001__a.sql done", "2  V0002__b.sql died");
    assertThat(of(run()).get(1).beganAt()).isEqualTo(run().stepStartedAt());
  }

  @Test
  void a_step_that_had_committed_when_it_seemed_to_fail_is_done() {
    migrate("main 1");
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.step
            select run, position, schema_name, app, action, script, version, description, began_at, millis, 'failed'
              from lockstep.step
            """)
        .update();
    assertThat(of(run())).extracting(StepEntry::result).containsExactly(RunState.DONE);
  }

  @Test
  void a_long_run_is_read_part_by_part_from_its_end() {
    RunEntry run = migrate("main latest");
    assertThat(reader.of(run, Integer.MAX_VALUE, 2))
        .extracting(StepEntry::position)
        .containsExactly(2, 3);
    assertThat(reader.of(run, 2, 2)).extracting(StepEntry::position).containsExactly(1);
  }

  @Test
  void the_run_that_has_made_a_row_of_a_history_is_known() {
    RunEntry forth = migrate("main 2");
    assertThat(maker("0001")).hasValue(forth.id());
    RunEntry further = migrate("main 3");
    assertThat(maker("0003")).hasValue(further.id());
    RunEntry back = migrate("main 2");
    assertThat(maker("0003")).hasValue(back.id());
    assertThat(maker("0002")).hasValue(forth.id());
  }

  /** As stock Flyway does, which may go on with a history. */
  @Test
  void no_run_has_made_a_row_of_another_tool() {
    migrate("main 2");
    database
        .jdbc()
        .sql(
            """
            insert into main_schema_history
            select 3, '3', 'c', type, 'V0003__c.sql', checksum, installed_by, now(), 1, true
              from main_schema_history
             where installed_rank = 2
            """)
        .update();
    assertThat(maker("0003")).isEmpty();
  }

  private Optional<Long> maker(String version) {
    AppHistory history =
        new SchemaHistoryReader(database.jdbc(), "public")
            .read(CatalogReader.read(db))
            .histories()
            .get(MAIN);
    Version of = Version.of(version);
    return Optional.ofNullable(history.applied().get(of))
        .or(() -> Optional.ofNullable(history.undone().get(of)))
        .flatMap(row -> reader.historyRuns("public").of(MAIN, row));
  }

  @Test
  void the_tables_of_an_older_lockstep_have_no_steps() {
    migrate("main 2");
    database.withOldestTables();
    assertThat(of(run())).isEmpty();
    assertThat(reader.historyRuns("public")).isEqualTo(HistoryRuns.NONE);
    assertThat(of(migrate("main 3"))).hasSize(1);
  }
}
