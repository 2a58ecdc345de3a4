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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lockstep.run says about a failure can be shown to people who may not see the rows. */
class RecordedReasonTest {
  private static final String ROWS =
      """
      create table people (email text, born text);
      insert into people values ('ann@example.org', 'ann@example.org');
      """;

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table people alter born type date using born::date",
        "select born::int from people",
        "alter table people add constraint c check (email = 'ann@example.org' and born is null)",
        "insert into people values ('ann@example.org', 'x'); create unique index on people (email)",
        "do $$ begin raise exception 'odd: %', (select email from people); end $$",
        "do $$ begin raise unique_violation using message = (select email from people); end $$",
        "do $$ begin execute 'select ' || (select email from people); end $$",
        "do $$ begin execute format('set role %I', (select email from people)); end $$",
        "do $$ begin assert false, (select email from people); end $$",
        "select xmlparse(document email) from people",
        "select email::json from people",
        "select set_config('TimeZone', email, true) from people",
        "create type mood as enum ('a'); select email::mood from people",
      })
  void a_failure_that_quotes_a_row_is_recorded_without_it(String script) {
    String told = failure(script);
    assertThat(recorded())
        .doesNotContain("ann@", "example")
        .contains("V0002__fails.sql line 1", "rolled back", "Correct the file");
    assertThat(told).contains("V0002__fails.sql line 1 (");
  }

  @Test
  void a_failure_that_names_objects_is_recorded_with_postgresqls_words_and_without_the_statement() {
    failure("alter table people add total no_such_type default 'ann@example.org'");
    assertThat(recorded())
        .contains("line 1: ERROR: type \"no_such_type\" does not exist (SQLSTATE 42704)")
        .doesNotContain("ann@", "alter table");
  }

  @Test
  void a_division_by_zero_quotes_nothing() {
    failure("select 1 / 0");
    assertThat(recorded()).contains("line 1: ERROR: division by zero (SQLSTATE 22012)");
  }

  @Test
  void a_violated_constraint_is_recorded_by_its_name() {
    failure("create unique index once on people (email); insert into people select * from people");
    assertThat(recorded()).contains("unique constraint \"once\" (SQLSTATE 23505)");
  }

  private String failure(String script) {
    new MigrationFolder(folder)
        .file("main/V0001__people.sql", ROWS)
        .file("main/V0002__fails.sql", script + ";\n");
    return problem(
            ExitCode.MIGRATION_FAILED,
            () -> database.lockstep(folder).migrate(targets("main latest")))
        .text();
  }

  private String recorded() {
    return database
        .jdbc()
        .sql("select reason from lockstep.run where result = 'failed'")
        .query(String.class)
        .single();
  }
}
