package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatableTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder)
        .threeTables()
        .file("main/U0003__c.sql", "drop table c cascade;")
        .file("main/R__view.sql", "create or replace view v as select id from c;");
  }

  private List<String> steps(String target) {
    return database.lockstep(folder).migrate(targets(target)).steps().stream()
        .map(s -> s.action() + " " + s.script())
        .toList();
  }

  @Test
  void it_comes_after_the_latest_version_and_again_only_when_it_has_changed() {
    assertThat(steps("main 2")).doesNotContain("repeat R__view.sql");
    assertThat(steps("main latest")).containsExactly("apply V0003__c.sql", "repeat R__view.sql");
    assertThat(steps("main latest")).isEmpty();
    new MigrationFolder(folder)
        .file("main/R__view.sql", "create or replace view v as select id, 1 as one from c;");
    assertThat(steps("main latest")).containsExactly("repeat R__view.sql");
    assertThat(database.lockstep(folder).list().apps().get(0).migrations().get(3).state())
        .isEqualTo("applied");
  }

  @Test
  void it_comes_again_after_an_undo_that_may_have_taken_it_away() {
    steps("main latest");
    steps("main 2");
    assertThat(database.fingerprint()).doesNotContain("view v");
    assertThat(steps("main latest")).containsExactly("apply V0003__c.sql", "repeat R__view.sql");
    assertThat(database.fingerprint()).contains("view v");
  }

  @Test
  void stock_flyway_understands_that_it_is_due() {
    steps("main latest");
    steps("main 2");
    Flyway stock =
        Flyway.configure()
            .dataSource(database.url(), "postgres", "postgres")
            .locations("filesystem:" + folder.resolve("main"))
            .table("main_schema_history")
            .load();
    assertThat(stock.migrate().migrationsExecuted).isEqualTo(2);
    stock.validate();
    assertThat(steps("main latest")).isEmpty();
  }
}
