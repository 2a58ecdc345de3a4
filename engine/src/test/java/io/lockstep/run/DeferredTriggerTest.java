package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deferred trigger runs under the settings that its script leaves, as in psql's COMMIT. */
class DeferredTriggerTest {
  /** The trigger adds a row before the one that it refers to. */
  private static final String NESTED =
      """
      create table parent (id int primary key);
      create table child (id int references parent deferrable initially deferred);
      create table a (id int);
      create function add() returns trigger language plpgsql as $$
      begin
        insert into child values (new.id);
        insert into parent values (abs(new.id)) on conflict do nothing;
        return null;
      end $$;
      create constraint trigger add after insert on a deferrable initially deferred
        for each row execute function add();
      """;

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void table() {
    files = new MigrationFolder(folder);
    files.file(
        "main/V1__table.sql",
        """
        create table day (text text check (text <> ''));
        create table parsed (day date, found text);
        create function parse() returns trigger language plpgsql as $$
        begin
          insert into parsed values (new.text::date, new.text::date || ' ' || current_setting('client_encoding'));
          return null;
        end $$;
        create constraint trigger parsed after insert on day deferrable initially deferred
          for each row execute function parse();
        """);
  }

  private void migrate() {
    database.lockstep(folder).migrate(targets("main latest"));
  }

  private List<String> result(String query) {
    return database.jdbc().sql(query).query(String.class).list();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set datestyle = 'German'; set client_encoding = 'LATIN1';",
        "set local datestyle = 'German'; set local client_encoding = 'LATIN1';"
      })
  void a_deferred_trigger_reads_dates_and_texts_as_its_script_does(String settings) {
    files
        .file("main/V2__day.sql", settings + " insert into day values ('31.12.2023');\n")
        .file("main/V3__next.sql", "insert into parsed values ('2024-01-02', 'é');\n");
    migrate();
    assertThat(result("select found from parsed")).containsExactly("31.12.2023 LATIN1", "é");
    assertThat(result("select day::text from parsed")).containsExactly("2023-12-31", "2024-01-02");
  }

  @Test
  void a_deferred_trigger_reads_dates_as_the_database_does() {
    database.jdbc().sql("alter database " + database.name() + " set datestyle = 'German'").update();
    files.file("main/V2__day.sql", "insert into day values ('31.12.2023');\n");
    migrate();
    assertThat(result("select found from parsed")).containsExactly("31.12.2023 UTF8");
  }

  @Test
  void a_run_goes_on_after_a_deferred_trigger_that_fails_in_another_encoding() {
    files
        .file(
            "main/V2__day.sql",
            "set client_encoding = 'LATIN1'; insert into day values ('no day');\n")
        .file("main/afterMigrateError.sql", "insert into parsed values (null, 'é');\n");
    assertThat(problem(ExitCode.MIGRATION_FAILED, this::migrate).text())
        .contains("V2__day.sql", "22007", "rolled back");
    assertThat(result("select found from parsed")).containsExactly("é");
  }

  @Test
  void what_a_deferred_trigger_changes_is_checked_when_the_trigger_has_ended() {
    files.file(
        "main/V2__later.sql",
        NESTED + "insert into a values (1), (2);\nset client_encoding = 'LATIN1';\n");
    migrate();
    assertThat(result("select id::text from child order by id")).containsExactly("1", "2");
  }

  @Test
  void what_a_deferred_trigger_leaves_wrong_fails_its_step() {
    files.file(
        "main/V2__wrong.sql", NESTED + "insert into a values (1); insert into a values (-1);");
    assertThat(problem(ExitCode.MIGRATION_FAILED, this::migrate).text())
        .contains("V2__wrong.sql", "child_id_fkey", "23503", "rolled back");
    assertThat(result("select to_regclass('a')::text")).containsOnlyNulls();
  }
}
