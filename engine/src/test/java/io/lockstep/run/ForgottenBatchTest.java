package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the batches of a step have changed does not count once the step is gone. */
class ForgottenBatchTest {
  @TempDir private Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  /** Four batches of the fill succeed, and the fifth divides by zero. */
  @BeforeEach
  void aTableThatIsFilledInPart() {
    files =
        new MigrationFolder(folder)
            .file(
                "main/V0001__t.sql",
                "create table t (id int primary key, a int);\ninsert into t select n from generate_series(1, 95) n;")
            .file("main/U0001__t.sql", "drop table t;")
            .file("main/V0002__fill.sql", fill("id / (50 - id)"));
    problem(
        ExitCode.MIGRATION_FAILED, () -> database.lockstep(folder).migrate(targets("main latest")));
    assertThat(begun()).isOne();
  }

  private static String fill(String value) {
    return """
        -- lockstep: batch
        update t set a = %s
         where id in (select id from t where a is null order by id limit 10);
        """
        .formatted(value);
  }

  private void migrate(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  private long begun() {
    return database.jdbc().sql("select count(*) from lockstep.batch").query(Long.class).single();
  }

  private List<String> notes() {
    return database
        .lockstep(folder)
        .plan(List.of("main latest"), PlanOptions.STRICT)
        .get(0)
        .notes();
  }

  @Test
  void it_is_forgotten_when_nothing_of_the_app_is_left() {
    migrate("main zero");
    assertThat(begun()).isZero();
    assertThat(notes()).isEmpty();
    files.file("main/V0002__fill.sql", fill("id"));
    migrate("main latest");
    assertThat(
            database
                .jdbc()
                .sql(
                    "select rows_changed from lockstep.step where script like 'V0002%' and result = 'done'")
                .query(Long.class)
                .single())
        .isEqualTo(95);
  }

  @Test
  void it_is_forgotten_when_its_version_is_applied_at_once_and_taken_back() {
    files
        .file("main/V0002__fill.sql", "update t set a = 1;")
        .file("main/U0002__fill.sql", "update t set a = null;");
    migrate("main latest");
    migrate("main 1");
    assertThat(begun()).isZero();
    assertThat(notes()).isEmpty();
  }

  @Test
  void that_of_another_app_is_kept() {
    files.file("other/V1__o.sql", "create table o ();").file("other/U1__o.sql", "drop table o;");
    migrate("other latest");
    migrate("other zero");
    assertThat(begun()).isOne();
  }
}
