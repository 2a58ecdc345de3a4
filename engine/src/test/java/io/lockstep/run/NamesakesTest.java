package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script names a table without its schema, and means another schema than it runs in. */
class NamesakesTest {
  @TempDir private Path folder;
  private final TestDatabase database = TestDatabase.create();

  private String failure(String sql) {
    new MigrationFolder(folder).file("shop/V1__a.sql", sql);
    return problem(
            ExitCode.MIGRATION_FAILED,
            () -> database.lockstep(folder).migrate(targets("shop latest")))
        .text();
  }

  @Test
  void the_schema_that_has_such_a_table_is_named() {
    database.jdbc().sql("create schema sales; create table sales.item (id int)").update();
    assertThat(failure("alter table item add column name text;"))
        .contains(
            "relation \"item\" does not exist",
            "There is sales.item, but names without a schema mean POSTGRES_SCHEMA, here public:");
  }

  @Test
  void a_table_that_is_nowhere_needs_no_such_words() {
    database.jdbc().sql("create schema sales; create table sales.item (id int)").update();
    assertThat(failure("alter table items add column name text;"))
        .doesNotContain("POSTGRES_SCHEMA");
    assertThat(failure("alter table other.item add column name text;"))
        .doesNotContain("POSTGRES_SCHEMA");
  }
}
