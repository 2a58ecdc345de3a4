package io.lockstep.run;

import static io.lockstep.Asking.acceptChanged;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are named as golang-migrate names them work as Flyway's do. */
class GolangMigrateLayoutTest {
  @TempDir Path db;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void files() {
    files =
        new MigrationFolder(db)
            .file("main/000001_create_users.up.sql", "create table users (id int);\n")
            .file("main/000001_create_users.down.sql", "drop table users;\n")
            .file("main/20240101120000_index.up.sql", "create index concurrently i on users (id);")
            .file("main/20240101120000_index.down.sql", "drop index i;\n");
  }

  private void migrate(String target) {
    database.lockstep(db).migrate(targets(target));
  }

  @Test
  void they_are_applied_and_taken_back_by_the_stored_script() {
    migrate("main latest");
    assertThat(database.fingerprint()).contains("relation users", "relation i ");
    assertThat(history())
        .containsExactly(
            "000001|create users|SQL|000001_create_users.up.sql",
            "20240101120000|index|SQL|20240101120000_index.up.sql");

    files.without("main/20240101120000_index.up.sql").without("main/20240101120000_index.down.sql");
    migrate("main 1");
    assertThat(history()).hasSize(3).last().asString().endsWith("|20240101120000_index.down.sql");
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void stock_flyway_reads_the_history_when_it_is_told_of_the_layout() {
    migrate("main 1");
    Flyway stock =
        Flyway.configure()
            .dataSource(database.url(), "postgres", "postgres")
            .locations("filesystem:" + db.resolve("main"))
            .table("main_schema_history")
            .sqlMigrationPrefix("")
            .sqlMigrationSeparator("_")
            .sqlMigrationSuffixes(".up.sql")
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .load();
    assertThat(stock.info().pending()).hasSize(1);
    assertThat(stock.migrate().migrationsExecuted).isEqualTo(1);
    stock.validate();
    database.lockstep(db).migrate(targets("main zero", "main latest"));
    stock.validate();
  }

  @Test
  void refusals_name_the_file_that_is_there_or_must_be_made() {
    migrate("main 1");
    files.file("main/000001_create_users.up.sql", "create table users (id bigint);\n");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main latest")).text())
        .contains("000001_create_users.up.sql has changed");
    database.lockstep(db).migrate(with(acceptChanged("1"), "main 1"));

    files.file("main/20240102_x.up.sql", "select 1;").file("main/20240103_y.up.sql", "select y;");
    migrate("main 20240102");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main 1")).text())
        .contains("Add 20240102_x.down.sql to the app's folder");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main 20240103")).text())
        .contains("20240103_y.up.sql");
    files.file("main/20240104_z.up.sql", "BEGIN;\nselect 1;\nCOMMIT;\n");
    files.without("main/20240103_y.up.sql");
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main 20240104")).text())
        .contains("20240104_z.up.sql line 1 says BEGIN");
  }

  private List<String> history() {
    return database
        .jdbc()
        .sql(
            "select concat_ws('|', version, description, type, script) from main_schema_history order by installed_rank")
        .query(String.class)
        .list();
  }
}
