package io.lockstep.importing;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An undo script that can't run doesn't stop the way forward. */
class BrokenUndoTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private Importing withDown(String down) {
    return new Importing("golang-migrate", folder)
        .file("1_a.up.sql", "create table a ();\n")
        .file("1_a.down.sql", "drop table a;\n")
        .file("2_b.up.sql", "create table b (id int);\ncreate index b_id on b (id);\n")
        .file("2_b.down.sql", down);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin;\ndrop table b;\nrollback;\n",
        "drop index concurrently b_id;\ndrop table b;\n",
        "BEGIN;\ndrop table b;\nCOMMIT:\n",
      })
  void it_is_named_and_the_way_forward_goes(String down) {
    Importing importing = withDown(down);
    assertThat(importing.notes())
        .singleElement()
        .asString()
        .startsWith("!  2_b.down.sql: ")
        .endsWith(
            "\"-- lockstep: no-transaction\" on top. It has that line now, so that it doesn't stop the way forward, and a rollback would run it as it stands. Change "
                + importing.db().resolve("shop/U2__b.sql")
                + ".");
    assertThat(importing.written())
        .containsEntry("U2__b.sql", "-- lockstep: no-transaction\n" + down);
    database.lockstep(importing.db()).migrate(targets("shop latest"));
    assertThat(database.lockstep(importing.db()).verify(List.of("shop latest")).findings())
        .isEmpty();
  }

  @Test
  void one_that_works_without_a_transaction_takes_back() {
    Importing importing = withDown("drop index concurrently b_id;\ndrop table b;\n");
    importing.run();
    database.lockstep(importing.db()).migrate(targets("shop latest", "shop 1"));
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");
  }

  @Test
  void one_that_nothing_can_run_is_left_out_and_no_rollback_passes_it() {
    Importing importing = withDown("\\i other.sql\n");
    assertThat(importing.notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("!  2_b.down.sql: line 1 has psql's command")
                    .endsWith(
                        "so no rollback can pass its migration, so it is left out. Write what it is to do as "
                            + importing.db().resolve("shop/U2__b.sql")
                            + "."));
    assertThat(importing.written()).containsOnlyKeys("V1__a.sql", "U1__a.sql", "V2__b.sql");
    database.lockstep(importing.db()).migrate(targets("shop latest"));
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(importing.db()).migrate(targets("shop 1")))
                .text())
        .contains("V2__b.sql");
  }
}
