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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one script leaves in the session is not there for the next. */
class NextScriptTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void folder() {
    files = new MigrationFolder(folder);
  }

  private void migrate() {
    database.lockstep(folder).migrate(targets("main latest"));
  }

  private List<String> result(String query) {
    return database.jdbc().sql(query).query(String.class).list();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- lockstep: no-transaction\n"})
  void a_script_finds_no_values_of_sequences_that_the_one_before_has_fetched(String directive) {
    files
        .file("main/V1__a.sql", directive + "create sequence s cache 10;\nselect nextval('s');\n")
        .file("main/V2__b.sql", directive + "create table found as select nextval('s') as next;\n")
        .file("main/V3__c.sql", directive + "\nselect currval('s');\n");
    assertThat(problem(ExitCode.MIGRATION_FAILED, this::migrate).text())
        .contains("V3__c.sql", "not yet defined in this session");
    assertThat(result("select next from found")).containsExactly("11"); // as psql, file by file
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- lockstep: no-transaction\n"})
  void a_script_finds_no_connection_that_the_one_before_has_opened(String directive) {
    String connect =
        "%sselect dblink_connect('own', 'host=localhost port=%d dbname=%s user=postgres');\n"
            .formatted(directive, TestDatabase.port(), database.name());
    files
        .file("main/V1__a.sql", "create extension dblink;")
        .file("main/V2__b.sql", connect)
        .file("main/V3__c.sql", connect);
    migrate();
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- lockstep: no-transaction\n"})
  void a_script_finds_nothing_of_the_one_before(String directive) {
    files.file(
        "main/V1__a.sql",
        directive
            + """
            create temp table t (id int);
            create sequence s;
            select nextval('s');
            prepare p as select 1;
            declare c cursor with hold for select 1;
            listen x;
            select pg_advisory_lock(1);
            set my.own = '1';
            set session_replication_role = replica;
            """);
    files.file(
        "main/V2__b.sql",
        directive
            + """
            create table found as
              select (select count(*) from pg_class where relname = 't') as tables,
                     (select count(*) from pg_prepared_statements where name = 'p') as statements,
                     (select count(*) from pg_cursors where name = 'c') as cursors,
                     (select count(*) from pg_listening_channels()) as channels,
                     (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks,
                     coalesce(current_setting('my.own', true), '') as own, current_setting('session_replication_role') as role;
            create temp table t (id int);
            """);
    migrate();
    assertThat(
            result(
                "select concat_ws(' ', tables, statements, cursors, channels, locks, own, role) from found"))
        .containsExactly("0 0 0 0 0  origin");
  }
}
