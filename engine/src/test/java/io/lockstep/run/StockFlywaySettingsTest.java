package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Checksum;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 8 for a project with placeholders, several locations, files that are left out and settings
 * of scripts: the same folder, read by stock Flyway and by Lockstep, makes the same database with
 * the same history.
 */
class StockFlywaySettingsTest {
  private static final String SETTINGS =
      """
      history=flyway_schema_history
      locations=common, {vendor}
      files.ignore=rollback/**
      placeholders.owner=postgres
      placeholders.Env=prod
      """;

  @TempDir Path folder;

  private final TestDatabase byFlyway = TestDatabase.create();
  private final TestDatabase byLockstep = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder)
        .file("main/lockstep.properties", SETTINGS)
        .file("main/common/V1__t.sql", "create table t (v text); -- ${owner}\n")
        .file(
            "main/common/2026/V2__own.sql",
            """
            alter table t owner to ${OWNER};
            comment on table t is '${flyway:defaultSchema} ${flyway:user} ${flyway:filename} ${flyway:table} $${env}';
            insert into t values ($$${env}$$), ('${Env}');
            """)
        .file("main/postgresql/V3__text.sql", "insert into t values ('${left}');")
        .file("main/postgresql/V3__text.sql.conf", "placeholderReplacement=false\n")
        .file("main/postgresql/V4__i.sql", "create index concurrently i on t (v);")
        .file("main/postgresql/V4__i.sql.conf", "executeInTransaction=false\nencoding=UTF-8\n")
        .file("main/mysql/V3__text.sql", "no sql of this server")
        .file("main/common/R__v.sql", "create or replace view v as select '${env}'::text as env;")
        .file("main/common/rollback/1.sql", "drop table t;");
  }

  private Flyway flyway(TestDatabase database) {
    return Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations(
            "filesystem:" + folder.resolve("main/common"),
            "filesystem:" + folder.resolve("main/postgresql"))
        .placeholders(Map.of("owner", "postgres", "env", "prod"))
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .load();
  }

  private static List<String> history(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            """
            select concat_ws('|', installed_rank, version, description, type, script, checksum, success)
              from flyway_schema_history order by installed_rank
            """)
        .query(String.class)
        .list();
  }

  private static List<String> rows(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            "select v from t union all select env from v union all select obj_description('t'::regclass)")
        .query(String.class)
        .list();
  }

  @Test
  void both_make_the_same_database_with_the_same_history() {
    flyway(byFlyway).migrate();
    byLockstep.lockstep(folder).migrate(targets("main latest"));
    assertThat(history(byLockstep)).hasSize(5).isEqualTo(history(byFlyway));
    assertThat(rows(byLockstep))
        .contains("${left}", "public postgres V2__own.sql flyway_schema_history $${env}")
        .isEqualTo(rows(byFlyway));
  }

  @Test
  void lockstep_has_nothing_to_do_after_flyway_and_nothing_to_object() {
    flyway(byFlyway).migrate();
    assertThat(byFlyway.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
  }

  @Test
  void flyway_has_nothing_to_do_after_lockstep_and_nothing_to_object() {
    byLockstep.lockstep(folder).migrate(targets("main latest"));
    Flyway stock = flyway(byLockstep);
    stock.validate();
    assertThat(stock.migrate().migrationsExecuted).isZero();
    assertThat(Arrays.stream(stock.info().all()).map(migration -> migration.getState()))
        .containsOnly(MigrationState.SUCCESS);
  }

  @Test
  void a_repeatable_that_is_recorded_with_the_checksum_of_its_file_is_in_force() {
    flyway(byFlyway).migrate();
    int file = Checksum.of("create or replace view v as select '${env}'::text as env;");
    byFlyway
        .jdbc()
        .sql("update flyway_schema_history set checksum = :file where version is null")
        .param("file", file)
        .update();
    assertThat(byFlyway.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
  }

  @Test
  void a_changed_value_applies_the_repeatable_again_in_both() {
    flyway(byFlyway).migrate();
    new MigrationFolder(folder).file("main/lockstep.properties", SETTINGS.replace("prod", "test"));
    byFlyway.lockstep(folder).migrate(targets("main latest"));
    assertThat(byFlyway.jdbc().sql("select env from v").query(String.class).single())
        .isEqualTo("test");
    assertThat(flyway(byFlyway).migrate().migrationsExecuted).isOne();
  }

  @Test
  void a_file_of_comments_stands_for_a_java_migration_that_flyway_has_applied() {
    flyway(byFlyway).migrate();
    byFlyway
        .jdbc()
        .sql(
            """
            insert into flyway_schema_history
              (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values (6, '5', 'fill', 'JDBC', 'db.migration.V5__fill', null, 'postgres', 1, true)
            """)
        .update();
    new MigrationFolder(folder).file("main/common/V5__fill.sql", "-- in Java\n");
    assertThat(byFlyway.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
    byLockstep.lockstep(folder).migrate(targets("main latest"));
    assertThat(rows(byLockstep)).isEqualTo(rows(byFlyway));
  }
}
