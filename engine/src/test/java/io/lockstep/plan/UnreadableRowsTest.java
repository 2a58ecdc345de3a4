package io.lockstep.plan;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that Flyway's free edition can't read are met by the plan, not by its first step. */
class UnreadableRowsTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path folder;

  @BeforeEach
  void applied() {
    MigrationFolder files = new MigrationFolder(folder);
    for (String version : new String[] {"1", "2"}) {
      files
          .file("shop/V%s__a.sql".formatted(version), "create table a%s ();".formatted(version))
          .file("shop/U%s__a.sql".formatted(version), "drop table a%s;".formatted(version));
    }
    run("shop 1");
  }

  private void run(String target) {
    database.lockstep(folder).migrate(targets(target));
  }

  private void row(String version, String type) {
    database
        .jdbc()
        .sql(
            "insert into shop_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success) values (9, :version, 'a', :type, 'a',"
                + " 'me', 1, true)")
        .param("version", version)
        .param("type", type)
        .update();
  }

  @ParameterizedTest
  @CsvSource({"1, UNDO_SQL, DELETE", "0, SPRING_JDBC, SQL"})
  void a_row_of_an_unknown_type_refuses_the_plan_until_it_is_written_otherwise(
      String version, String type, String meant) {
    row(version, type);
    if (type.startsWith("UNDO")) {
      database.jdbc().sql("drop table a1").update();
    }
    String update =
        "UPDATE shop_schema_history SET type = '" + meant + "' WHERE type = '" + type + "'";
    assertThat(problem(ExitCode.REFUSED, () -> run("shop latest")).text()).contains(type, update);
    database.jdbc().sql(update).update();
    run("shop latest");
    assertThat(database.fingerprint()).contains("relation a1", "relation a2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JDBC", "SCRIPT", "CUSTOM", "SQL_BASELINE"})
  void a_row_that_flyway_can_read_is_none(String type) {
    row("0", type);
    run("shop latest");
  }
}
