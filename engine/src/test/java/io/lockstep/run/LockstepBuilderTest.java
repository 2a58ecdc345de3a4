package io.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.report.MigrateRequest;
import io.lockstep.run.report.RunReport;
import io.lockstep.run.report.StepReport;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in {@link Lockstep}'s Javadoc. */
class LockstepBuilderTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  @Test
  void a_database_and_a_folder_are_enough() {
    new MigrationFolder(db).file("main/V1__a.sql", "create table a ();");
    Lockstep lockstep = Lockstep.builder().database(database.settings()).migrations(db).build();
    assertThat(lockstep.plan(List.of("main latest"), PlanOptions.STRICT).get(0).from())
        .isEqualTo("zero");
    RunReport report = lockstep.migrate(MigrateRequest.of(List.of("main latest")));
    assertThat(report.steps()).extracting(StepReport::script).containsExactly("V1__a.sql");
    assertThat(lockstep.migrate(MigrateRequest.of(List.of("main latest"))).result())
        .hasToString("nothing to do");
  }

  @Test
  void the_builder_says_what_was_not_given() {
    assertThatThrownBy(() -> Lockstep.builder().migrations(db).build())
        .hasMessage("the database was not given");
    assertThatThrownBy(() -> Lockstep.builder().database(database.settings()).build())
        .hasMessage("the folder was not given");
  }
}
