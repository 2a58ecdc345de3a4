package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a script finds is the server's, and neither the machine's nor another script's. */
class ScriptSessionTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final TimeZone machines = TimeZone.getDefault();
  private MigrationFolder files;

  @BeforeEach
  void elsewhere() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    files = new MigrationFolder(folder);
  }

  @AfterEach
  void back() {
    TimeZone.setDefault(machines);
  }

  private void set(String setting) {
    database.jdbc().sql("alter database " + database.name() + " set " + setting).update();
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
        "alter database {db} set timezone = 'Europe/Berlin'; alter database {db} set my.note = 'x';",
        "do $$ begin execute 'alter role current_user in database {db} set my.note = ''x'''; "
            + "execute 'ALTER  DATABASE {db} SET timezone to ''Europe/Berlin'''; end $$;",
        "alter/**/database {db} set timezone = 'Europe/Berlin'; alter role /* ; */ current_user in database {db} set my.note = 'x';",
        "create function setup(what text) returns void language plpgsql as $$ begin execute 'alter ' || what; end $$; "
            + "select setup('database {db} set timezone = ''Europe/Berlin'''), setup('user current_user in database {db} set my.note = ''x''');",
        "-- lockstep: no-transaction\nalter database {db} set timezone = 'Europe/Berlin'; alter user current_user in database {db} set my.note = 'x';"
      })
  void a_script_finds_what_the_one_before_has_set_for_logins(String script) {
    String seen = "select current_setting('TimeZone') || ' ' || current_setting('my.note') as what";
    files
        .file("main/V1__set.sql", script.replace("{db}", database.name()))
        .file("main/U1__set.sql", "alter database " + database.name() + " reset timezone;\n")
        .file("main/V2__seen.sql", "create table seen as " + seen + ";\n")
        .file("main/U2__seen.sql", "select 1;\n")
        .file("other/V1__seen.sql", "insert into seen " + seen + ";\n")
        .file("other/U1__seen.sql", "insert into seen " + seen + ";\n");
    database
        .lockstep(folder)
        .migrate(targets("main latest", "other latest", "main zero", "other zero"));
    assertThat(result("select what from seen"))
        .containsExactly("Europe/Berlin x", "Europe/Berlin x", "UTC x");
    assertThat(result("select result from lockstep.run")).containsOnly("done");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2024-07-01 12:00:00",
    "Europe/Berlin, 2024-07-01 10:00:00",
    "America/New_York, 2024-07-01 16:00:00"
  })
  void a_time_has_the_zone_of_the_database_or_utc(String zone, String inUtc) {
    if (!zone.isEmpty()) {
      set("timezone = '" + zone + "'");
    }
    files.file("main/V1__t.sql", "create table t as select timestamptz '2024-07-01 12:00' as at;");
    files.file(
        "main/V2__t.sql",
        "-- lockstep: no-transaction\nreset all;\ninsert into t values ('2024-07-01 12:00');");
    migrate();
    assertThat(result("select (at at time zone 'UTC')::text from t")).containsExactly(inUtc, inUtc);
  }

  @Test
  void a_role_in_a_database_has_a_zone_of_its_own() {
    set("timezone = 'Europe/Berlin'");
    database
        .jdbc()
        .sql(
            "alter role postgres in database " + database.name() + " set timezone = 'Asia/Kolkata'")
        .update();
    files.file("main/V1__t.sql", "create table t as select current_setting('timezone') as zone;");
    migrate();
    assertThat(result("select zone from t")).containsExactly("Asia/Kolkata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"German", "ISO, DMY"})
  void a_date_is_read_as_the_databases_date_style_says(String style) {
    set("datestyle = '" + style + "'");
    files.file(
        "main/V1__t.sql",
        "create table t as select date '03/04/2024' as d, current_setting('datestyle') as s;");
    migrate();
    assertThat(result("select to_char(d, 'YYYY-MM-DD') from t")).containsExactly("2024-04-03");
    assertThat(result("select s from t").get(0)).startsWith(style);
  }

  @Test
  void a_backslash_escapes_where_the_database_says_so() {
    set("standard_conforming_strings = off");
    files
        .file(
            "main/V1__t.sql",
            "create table t as select 'it\\'s; commit; \\', \\n' as v;\ninsert into t values ('a\\'; \\i x');")
        .file("main/U1__t.sql", "insert into t values ('\\'; rollback; --'); drop table t;")
        .file("main/afterMigrate.sql", "select 'x\\'; begin; --';");
    migrate();
    assertThat(result("select v from t")).containsExactly("it's; commit; ', \n", "a'; i x");
    files.without("main/U1__t.sql");
    database.lockstep(folder).migrate(targets("main zero"));
    assertThat(result("select relname from pg_class where relname = 't'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set datestyle = 'German'; create table t as select date '03.04.2024' as d;",
        "set local datestyle to postgres, dmy; create table t as select date '03/04/2024' as d; select d from t;",
        "set client_encoding = 'LATIN1'; create table t as select date '2024-04-03' as d, 'x' as \"column\";",
        "set client_encoding to sql_ascii; create table t as select date '2024-04-03' as d;",
        "-- lockstep: no-transaction\nset datestyle = 'SQL, DMY'; set client_encoding = 'LATIN9'; create table t as select date '03/04/2024' as d;",
      })
  void a_script_may_set_what_psql_lets_it_set(String script) {
    files.file("main/V1__t.sql", script);
    files.file(
        "main/V2__u.sql",
        "create table u as select 'ü'::text as v, current_setting('datestyle') as s;");
    migrate();
    assertThat(result("select to_char(d, 'YYYY-MM-DD') from t")).containsExactly("2024-04-03");
    assertThat(result("select v || s from u")).containsExactly("üISO, MDY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  void a_database_may_have_another_encoding(String encoding) {
    String name = database.name() + "_other";
    database
        .jdbc()
        .sql(
            "create database %s encoding '%s' template template0 lc_collate 'C' lc_ctype 'C'"
                .formatted(name, encoding))
        .update();
    ProcessClock clock = new ProcessClock();
    Settings settings = database.settings().withDatabase(name);
    Connector connector = new Connector(settings, clock, Duration.ofSeconds(10));
    JdbcClient jdbc = JdbcClient.create(settings.dataSource("test"));
    files.file("main/V1__t.sql", "create table t as select 'grüße'::text as v;");
    files.file("main/U1__t.sql", "drop table t; -- ü");
    new Lockstep(connector, CatalogReader.read(folder), clock).migrate(targets("main latest"));
    assertThat(jdbc.sql("select v from t").query(String.class).single()).isEqualTo("grüße");
    files.file("main/V2__t.sql", "insert into t values ('10 €'); do $$ begin raise '1 €'; end $$;");
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () ->
                        new Lockstep(connector, CatalogReader.read(folder), clock)
                            .migrate(targets("main latest")))
                .text())
        .contains("V2__t.sql line 1", "The step was rolled back");
    assertThat(jdbc.sql("select result from lockstep.run order by id").query(String.class).list())
        .containsExactly("done", "failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable"})
  void a_script_may_set_its_isolation_level_first(String level) {
    String set =
        "-- a\n/* b */ set lock_timeout = '9s';\nset transaction isolation level " + level + ";\n";
    files.file(
        "main/V1__t.sql",
        set + "create table t as select current_setting('transaction_isolation') as level;");
    files.file(
        "main/V2__u.sql",
        "create table u as select current_setting('transaction_isolation') as level;");
    files.file(
        "main/U2__u.sql",
        set + "drop table u; insert into t select current_setting('transaction_isolation');");
    migrate();
    assertThat(result("select level from u")).containsExactly("read committed");
    database.lockstep(folder).migrate(targets("main 1"));
    assertThat(result("select level from t")).containsExactly(level, level);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set transaction_isolation = 'serializable';",
        "set local transaction isolation level serializable;",
        "set session transaction isolation level serializable, read write;",
        "set transaction deferrable; set local lock_timeout = '9s'; set transaction isolation level serializable;",
        "set datestyle = 'German'; set client_encoding = 'LATIN1'; set transaction isolation level serializable;",
      })
  void a_script_may_set_its_transaction_in_any_words(String set) {
    files.file(
        "main/V1__t.sql",
        set + "\ncreate table t as select current_setting('transaction_isolation') as level;");
    migrate();
    assertThat(result("select level from t")).containsExactly("serializable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\nset transaction isolation level nonsense;",
        "select 1;\nset transaction isolation level serializable;",
        "select 1;\nselect set_config('transaction_isolation', 'serializable', true);",
        "\nselect set_config('transaction_isolation', 'serializable', true);",
        "\ndo $$ begin execute 'vacuum'; end $$;",
      })
  void a_script_that_cant_set_its_transaction_has_one(String sql) {
    files.file("main/V1__t.sql", sql);
    assertThat(problem(ExitCode.MIGRATION_FAILED, this::migrate).text())
        .contains("V1__t.sql line 2", "The step was rolled back", "Correct the file");
  }
}
