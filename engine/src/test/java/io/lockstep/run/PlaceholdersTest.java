package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.PlanOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values are put in place of placeholders before anything else looks at a script. */
class PlaceholdersTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private MigrationFolder files() {
    return new MigrationFolder(folder);
  }

  private void migrate(String... targets) {
    database.lockstep(folder).migrate(targets(targets));
  }

  private Lockstep with(Map<String, String> values) {
    LockstepBuilder builder = Lockstep.builder().database(database.settings()).migrations(folder);
    values.forEach(builder::placeholder);
    return builder.build();
  }

  private List<String> rows(String sql) {
    return database.jdbc().sql(sql).query(String.class).list();
  }

  private String refusal(String target) {
    return problem(ExitCode.REFUSED, () -> migrate(target)).text();
  }

  @Test
  void nothing_is_replaced_until_a_placeholder_is_configured() {
    files()
        .file("main/V1__t.sql", "create table t (env text); insert into t values ('${env}');")
        .file("main/V2__t.sql", "insert into t values ('${env}');");
    migrate("main 1");
    files().file("main/lockstep.properties", "placeholders.env=prod\n");
    migrate("main 2");
    assertThat(rows("select env from t")).containsExactly("${env}", "prod");
  }

  @Test
  void values_are_put_everywhere_before_the_script_is_read() {
    files()
        .file(
            "main/lockstep.properties",
            "placeholders.Table=t\nplaceholders.env=p'); insert into t values ('q\nplaceholders.app=other\n")
        .file("other/V1__o.sql", "create table o ();")
        .file(
            "main/V1__t.sql",
            """
            -- lockstep: requires ${app} 1
            create table ${TABLE} (env text);
            insert into ${table} values ('${env}');
            copy ${table} from stdin;
            ${app}
            \\.
            do $$ begin insert into t values ('${app}'); end $$;
            """);
    assertThat(problem(ExitCode.REFUSED, () -> migrate("main 1")).text()).contains("other 1");
    migrate("other latest", "main latest");
    assertThat(rows("select env from t")).containsExactly("p", "q", "other", "other");
  }

  @Test
  void a_value_of_the_environment_wins() {
    files()
        .file("main/lockstep.properties", "placeholders.my-env=file\n")
        .file("main/V1__t.sql", "create table t as select '${my-env}'::text as env;");
    with(Map.of("my_env", "it")).migrate(targets("main latest"));
    assertThat(rows("select env from t")).containsExactly("it");
  }

  @Test
  void an_empty_value_is_one() {
    files()
        .file("main/lockstep.properties", "placeholders.env=\n")
        .file("main/V1__t.sql", "create table t as select '[${env}]'::text as env;");
    migrate("main latest");
    assertThat(rows("select env from t")).containsExactly("[]");
  }

  @Test
  void flyways_own_placeholders_have_values() {
    files()
        .file("main/lockstep.properties", "placeholderReplacement=true\n")
        .file(
            "main/V1__t.sql",
            """
            create table t as select unnest(array['${flyway:defaultSchema}', '${flyway:user}', '${flyway:database}',
              '${flyway:filename}', '${flyway:table}', '${flyway:environment}', '${flyway:workingDirectory}']) as v;
            create table at as select '${flyway:timestamp}'::timestamp as at;
            """);
    migrate("main latest");
    assertThat(rows("select v from t"))
        .containsExactly(
            "public",
            database.settings().user(),
            database.name(),
            "V1__t.sql",
            "main_schema_history",
            "default",
            System.getProperty("user.dir"));
    assertThat(
            rows("select 'near' from at where at > now() at time zone 'UTC' - interval '1 hour'"))
        .containsExactly("near");
  }

  @Test
  void all_placeholders_without_a_value_are_refused_at_once_before_the_first_step() {
    files()
        .file("main/lockstep.properties", "placeholders.env=prod\n")
        .file("main/V1__a.sql", "create table a ();")
        .file(
            "main/V2__b.sql",
            "create table b ();\n-- ${owner}\ncomment on table b is '${owner} ${x';")
        .file("main/U2__b.sql", "drop table b; -- ${why}")
        .file("main/R__r.sql", "grant select on b to ${owner};");
    assertThat(refusal("main latest"))
        .contains(
            "${owner} (" + folder.resolve("main/V2__b.sql") + " line 2; 3 places in 2 files)",
            "${x';… without } (",
            "${why} (" + folder.resolve("main/U2__b.sql") + " line 1)",
            "placeholders.owner=VALUE",
            "LOCKSTEP_PLACEHOLDERS_OWNER");
    assertThat(rows("select relname from pg_class where relname = 'a'")).isEmpty();
  }

  @Test
  void a_script_that_says_so_keeps_its_text() {
    files()
        .file("main/lockstep.properties", "placeholders.env=prod\n")
        .file("main/V1__t.sql", "create table t as select '${env}${other}'::text as env;");
    assertThat(refusal("main latest")).contains("${other}", "V1__t.sql.conf");
    files().file("main/V1__t.sql.conf", "placeholderReplacement=false\n");
    migrate("main latest");
    assertThat(rows("select env from t")).containsExactly("${env}${other}");
  }

  @Test
  void an_app_that_goes_on_from_flyway_is_refused_until_somebody_says_what_is_meant() {
    files()
        .file("main/lockstep.properties", "history=flyway_schema_history\n")
        .file("main/V1__t.sql", "create table t (env text);\ninsert into t values ('${env}');");
    assertThat(refusal("main latest"))
        .contains(
            "${env} (" + folder.resolve("main/V1__t.sql") + " line 2)",
            "placeholders.env=VALUE",
            "placeholderReplacement=false");
    files()
        .file(
            "main/lockstep.properties",
            "history=flyway_schema_history\nplaceholderReplacement=false\n");
    migrate("main latest");
    assertThat(rows("select env from t")).containsExactly("${env}");
  }

  @Test
  void an_undo_script_is_stored_with_its_values_and_runs_where_there_are_none() {
    files()
        .file("main/lockstep.properties", "placeholders.table=t\n")
        .file("main/V1__t.sql", "create table ${table} ();")
        .file("main/U1__t.sql", "drop table ${table};");
    migrate("main 1");
    assertThat(rows("select undo_sql from lockstep.applied")).containsExactly("drop table t;");
    files().file("main/lockstep.properties", "placeholders.other=x\n");
    migrate("main zero");
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void a_repeatable_is_applied_again_when_a_value_changes() {
    files()
        .file("main/lockstep.properties", "placeholders.env=a\n")
        .file("main/R__v.sql", "create or replace view v as select '${env}'::text as env;");
    migrate("main latest");
    assertThat(database.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
    files().file("main/lockstep.properties", "placeholders.env=b\n");
    migrate("main latest");
    assertThat(rows("select env from v")).containsExactly("b");
  }

  @Test
  void a_repeatable_with_the_time_runs_each_time_and_is_no_finding() {
    files()
        .file("main/lockstep.properties", "placeholderReplacement=true\n")
        .file(
            "main/R__v.sql",
            "-- ${flyway:timestamp}\ncreate or replace view v as select 1 as one;");
    migrate("main latest");
    assertThat(
            database
                .lockstep(folder)
                .plan(List.of("main latest"), PlanOptions.STRICT)
                .get(0)
                .steps())
        .hasSize(1);
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings()).isEmpty();
  }

  @Test
  void a_changed_value_of_a_migration_leaves_its_checksum() {
    files()
        .file("main/lockstep.properties", "placeholders.env=a\n")
        .file("main/V1__t.sql", "create table t as select '${env}'::text as env;");
    migrate("main latest");
    files().file("main/lockstep.properties", "placeholders.env=b\n");
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings())
        .noneMatch(finding -> finding.contains("changed"));
  }

  @Test
  void an_error_names_the_line_of_the_file() {
    files()
        .file("main/lockstep.properties", "placeholders.two=1,\\n2\nplaceholders.nothing=nothing\n")
        .file("main/V1__t.sql", "select ${two};\nselect ${two};\n\nselect ${nothing};");
    assertThat(problem(ExitCode.MIGRATION_FAILED, () -> migrate("main latest")).text())
        .contains("V1__t.sql line 4 (select nothing)");
  }
}
