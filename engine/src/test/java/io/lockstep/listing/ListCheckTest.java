package io.lockstep.listing;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.lock.OtherHolder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCheckTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void files() {
    files = new MigrationFolder(folder).threeTables();
  }

  private ListCheck check() {
    return database.lockstep(folder).check();
  }

  @Test
  void what_is_pending_applied_or_due_again_is_in_order() {
    check().refuseFindings();
    files.file("main/R__view.sql", "create or replace view v as select 1 as x;");
    database.lockstep(folder).migrate(targets("main latest"));
    files.file("main/R__view.sql", "create or replace view v as select 2 as x;");
    files.file("main/V0004__d.sql", "select 1;");
    assertThat(check().findings()).isEmpty();
    check().refuseFindings();
    assertThat(check().listing()).isEqualTo(database.lockstep(folder).list());
  }

  @Test
  void what_is_unknown_or_changed_is_named() {
    database.lockstep(folder).migrate(targets("main latest"));
    files.without("main/V0002__b.sql").without("main/U0002__b.sql");
    files.file("main/V0003__c.sql", "create table c (id text);");
    assertThat(check().findings()).containsExactly("main 0002 is unknown", "main 0003 is changed");
    assertThat(problem(ExitCode.REFUSED, () -> check().refuseFindings()).text())
        .contains("checking the list: main 0002 is unknown, main 0003 is changed");
  }

  @Test
  void of_many_findings_the_first_are_named_and_the_others_counted() {
    for (int version = 4; version <= 10; version++) {
      files.file("main/V%04d__more.sql".formatted(version), "select 1;");
    }
    database.lockstep(folder).migrate(targets("main latest"));
    for (int version = 4; version <= 10; version++) {
      files.file("main/V%04d__more.sql".formatted(version), "select 2;");
    }
    assertThat(problem(ExitCode.REFUSED, () -> check().refuseFindings()).text())
        .contains("main 0008 is changed, and 2 more")
        .doesNotContain("main 0009");
  }

  @Test
  void a_step_that_did_not_end_well_is_named_unless_a_run_is_at_it() {
    files.file(
        "main/V0002__b.sql",
        "-- lockstep: no-transaction\ncreate table b (id int);\nselect 1 / (select count(*) - 1 from a);");
    database.lockstep(folder).migrate(targets("main 1"));
    database.jdbc().sql("insert into a values (1)").update();
    problem(
        ExitCode.MIGRATION_FAILED, () -> database.lockstep(folder).migrate(targets("main latest")));
    assertThat(check().findings()).containsExactly("main 0002 is unfinished: V0002__b.sql");
    OtherHolder.holds(database, Duration.ofMinutes(1));
    assertThat(check().findings()).as("while a run is under way").isEmpty();
    OtherHolder.holds(database, Duration.ofMinutes(-1));
    assertThat(check().findings()).as("after a run that died").hasSize(1);
  }
}
