package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people and programs see of {@code new}. */
class NewTest {
  private final Path db;
  private final LockstepProcess.Launch launch;

  NewTest(@TempDir Path db) {
    this.db = db;
    this.launch =
        LockstepProcess.Launch.on(TestDatabase.create(), db)
            .with("LOCKSTEP_DB", ".")
            .with("POSTGRES_PORT", "1");
  }

  @Test
  void both_paths_are_printed_and_no_database_is_needed() {
    new MigrationFolder(db).threeTables();
    LockstepProcess process = launch.run("new", "main", "add suggested answer").exitsWith(0);
    assertThat(process.out())
        .isEqualTo(
            """
            ./main/V0004__add_suggested_answer.sql
            ./main/U0004__add_suggested_answer.sql
            """);
    assertThat(process.err()).isEmpty();
    assertThat(launch.run("new", "shpo", "orders").exitsWith(0).err())
        .as("a name may be mistyped")
        .contains("shpo is a new app");

    JsonNode report =
        JsonMapper.shared()
            .readTree(launch.run("new", "main", "next", "one", "--json").exitsWith(0).out());
    assertThat(report.at("/version").asString()).isEqualTo("0005");
    assertThat(report.at("/undo").asString()).isEqualTo("./main/U0005__next_one.sql");
  }

  @Test
  void a_name_that_is_none_is_wrong_usage_and_writes_nothing() {
    assertThat(launch.run("new", "../main", "a").exitsWith(2).err()).contains("letters, digits");
    assertThat(launch.run("new", "main").exitsWith(2).err()).contains("WORDS");
    assertThat(launch.run("new", "main", "?").exitsWith(2).err()).contains("no letter or digit");
    assertThat(db).isEmptyDirectory();
  }
}
