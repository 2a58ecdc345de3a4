package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script changes its session's settings, and leaves them so. */
class LeakingScriptTest {
  private static final String SEEN =
      """
      insert into seen
      select name, setting from pg_settings
       where name in ('search_path', 'lock_timeout', 'statement_timeout', 'session_replication_role', 'TimeZone',
                      'standard_conforming_strings', 'application_name')
      union all values ('user', current_user::text), ('session user', session_user::text);
      """;

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;

  @BeforeEach
  void a_script_before_and_one_after() {
    database.jdbc().sql("create role " + role()).update();
    database.jdbc().sql("grant create on schema public to " + role()).update();
    files =
        new MigrationFolder(folder)
            .file("main/V1__before.sql", "create table seen (name text, setting text);\n" + SEEN)
            .file("main/U1__before.sql", "drop table seen;\n")
            .file("main/U2__leaks.sql", "select 1;\n")
            .file("main/V3__after.sql", SEEN)
            .file("main/U3__after.sql", SEEN);
  }

  private String role() {
    return database.name() + "_role";
  }

  private List<String> differences() {
    return database
        .jdbc()
        .sql(
            """
            select name || ': ' || string_agg(distinct setting, ' and ')
              from seen
             where name <> 'application_name' or setting not like 'lockstep %'
             group by name having count(distinct setting) > 1
            """)
        .query(String.class)
        .list();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set search_path = pg_temp",
        "set role {role}",
        "set local role {role}",
        "set session authorization {role}",
        "set lock_timeout = '7ms'",
        "set statement_timeout = '7s'",
        "set session_replication_role = replica",
        "set timezone = 'Asia/Tokyo'",
        "set standard_conforming_strings = off",
        "set application_name = 'mine'",
        "select set_config('search_path', 'nowhere', false)"
      })
  void none_of_it_goes_on_to_the_next_step(String setting) {
    String script = setting.replace("{role}", role()) + ";\n";
    files.file("main/V2__leaks.sql", script).file("main/U2__leaks.sql", script);
    Lockstep lockstep = database.lockstep(folder);
    lockstep.migrate(targets("main latest", "main 1", "main latest", "main 2", "main 3"));
    assertThat(differences()).isEmpty();
    assertThat(lockstep.verify(List.of("main latest")).result()).hasToString("as recorded");
  }

  @Test
  void nor_out_of_a_step_without_a_transaction() {
    String script =
        "-- lockstep: no-transaction\nset search_path = pg_temp;\nset lock_timeout = '7ms';\nset role %s;\n"
            .formatted(role());
    files.file("main/V2__leaks.sql", script).file("main/U2__leaks.sql", script);
    database
        .lockstep(folder)
        .migrate(targets("main latest", "main 1", "main latest", "main 2", "main 3"));
    assertThat(differences()).isEmpty();
  }

  @Test
  void what_is_made_under_another_role_is_that_roles() {
    files.file("main/V2__leaks.sql", "set role " + role() + ";\ncreate table theirs (id int);\n");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(
            database
                .jdbc()
                .sql(
                    "select tablename || ' ' || tableowner from pg_tables where schemaname ="
                        + " 'public' order by 1")
                .query(String.class)
                .list())
        .containsExactly("main_schema_history postgres", "seen postgres", "theirs " + role());
  }
}
