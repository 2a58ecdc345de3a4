package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people and programs see of an adoption, and what is left of one that dies. */
class AdoptTest {
  private static final String WAITS =
      "wait_event = 'PgSleep' and query like '%insert into%main_schema_history%'";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private LockstepProcess.Launch launch;

  @BeforeEach
  void as_golang_migrate_has_left_it() {
    new MigrationFolder(db).threeTables();
    launch = LockstepProcess.Launch.on(database, db);
    sql(
        """
        create table schema_migrations (version bigint primary key, dirty boolean not null);
        insert into schema_migrations values (2, false);
        create table a (id int);
        create table b (id int);
        """);
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  private int count(String from) {
    return database.jdbc().sql("select count(*) from " + from).query(Integer.class).single();
  }

  @Test
  void an_adopted_database_exits_with_0_and_goes_on() {
    LockstepProcess dry = launch.run("adopt", "main", "2", "--server", "--dry-run").exitsWith(0);
    assertThat(dry.out()).startsWith("can be adopted: main 0002 (2 migrations, 2 undo scripts)");
    assertThat(count("pg_namespace where nspname = 'lockstep'")).isZero();

    LockstepProcess process = launch.run("adopt", "main", "2", "--server").exitsWith(0);
    assertThat(process.out())
        .isEqualTo(
            "adopted: main 0002 (2 migrations, 2 undo scripts) from schema_migrations"
                + " (golang-migrate)\n");
    assertThat(launch.run("adopt", "main", "2", "--server").exitsWith(0).out())
        .startsWith("nothing to do");
    launch.run("verify", "main 2").exitsWith(0);
    launch.run("migrate", "main latest").exitsWith(0);
    launch.run("adopt", "main", "2", "--server").exitsWith(ExitCode.REFUSED.code());
  }

  @Test
  void differences_exit_with_3_and_json_says_all() {
    sql("create table by_hand (id int)");
    LockstepProcess process =
        launch.run("adopt", "main", "2", "--server").exitsWith(ExitCode.REFUSED.code());
    assertThat(process.out()).isEqualTo("+ column by_hand.id\n+ table by_hand\n");
    assertThat(process.err()).contains("2 differences", "--force").doesNotContain("\tat ");

    JsonNode json =
        json(
            launch
                .run("adopt", "main", "2", "--server", "--json")
                .exitsWith(ExitCode.REFUSED.code()));
    assertThat(json.at("/result").asString()).isEqualTo("differs");
    assertThat(json.at("/differences")).hasSize(2);

    JsonNode forced =
        json(launch.run("adopt", "main", "2", "--server", "--json", "--force").exitsWith(0));
    assertThat(forced.at("/result").asString()).isEqualTo("adopted");
    assertThat(forced.at("/from").asString()).isEqualTo("schema_migrations (golang-migrate)");
    assertThat(forced.at("/apps/0/undoScripts").asInt()).isEqualTo(2);
    assertThat(forced.at("/differences")).hasSize(2);
  }

  private static JsonNode json(LockstepProcess process) {
    return JsonMapper.shared().readTree(process.out());
  }

  @Test
  void wrong_usage_exits_with_2_and_the_image_has_to_say_where_to_rehearse() {
    launch.run("adopt").exitsWith(ExitCode.USAGE.code());
    launch.run("adopt", "main").exitsWith(ExitCode.USAGE.code());
    launch.run("adopt", "main", "2", "other").exitsWith(ExitCode.USAGE.code());
    launch.run("adopt", "main", "nine").exitsWith(ExitCode.USAGE.code());
    assertThat(launch.run("adopt", "main", "2").exitsWith(ExitCode.USAGE.code()).err())
        .contains("--server")
        .doesNotContain("\tat ");
  }

  /** A trigger of the history table holds the second row until somebody opens. */
  private void holdTheSecondRow() {
    new MigrationFolder(db).file("main/lockstep.properties", "drift.ignore=schema hold\n");
    sql(
        """
        create table main_schema_history (
            "installed_rank" INT NOT NULL,
            "version" VARCHAR(50),
            "description" VARCHAR(200) NOT NULL,
            "type" VARCHAR(20) NOT NULL,
            "script" VARCHAR(1000) NOT NULL,
            "checksum" INTEGER,
            "installed_by" VARCHAR(100) NOT NULL,
            "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
            "execution_time" INTEGER NOT NULL,
            "success" BOOLEAN NOT NULL,
            CONSTRAINT main_schema_history_pk PRIMARY KEY ("installed_rank")
        );
        create schema hold;
        create table hold.gate ();
        create function hold.second() returns trigger language plpgsql as $$
        begin
          while new.version = '0002' and not exists (select from hold.gate) loop
            perform pg_sleep(0.05);
          end loop;
          return new;
        end $$;
        create trigger hold before insert on main_schema_history for each row execute function hold.second();
        """);
  }

  private void open() {
    sql("insert into hold.gate default values");
  }

  @Test
  void killed_in_the_middle_it_leaves_nothing_and_the_next_one_does_it_all() {
    holdTheSecondRow();
    try (LockstepProcess process = launch.start("adopt", "main", "2", "--server")) {
      Sessions.await(database.jdbc(), WAITS);
      process.kill();
    }
    open();
    Patience.await().until(() -> Sessions.count(database.jdbc(), "true") == 0);
    assertThat(
            List.of(
                "main_schema_history", "lockstep.applied", "lockstep.run", "lockstep.fingerprint"))
        .allSatisfy(table -> assertThat(count(table)).as(table).isZero());
    launch.run("adopt", "main", "2", "--server").exitsWith(0);
    assertThat(count("main_schema_history")).isEqualTo(2);
    launch.run("verify", "main 2").exitsWith(0);
  }

  @Test
  void two_at_once_adopt_once() {
    holdTheSecondRow();
    try (LockstepProcess first = launch.start("adopt", "main", "2", "--server");
        LockstepProcess second = second(first)) {
      open();
      assertThat(first.exitsWith(0).out()).startsWith("adopted");
      assertThat(second.exitsWith(0).out()).startsWith("nothing to do");
    }
    assertThat(count("main_schema_history")).isEqualTo(2);
    assertThat(count("lockstep.run")).isEqualTo(1);
  }

  /** Starts when the first one stands in its middle, and waits for the lock. */
  private LockstepProcess second(LockstepProcess first) {
    Sessions.await(database.jdbc(), WAITS);
    assertThat(first.isAlive()).isTrue();
    return launch.start("adopt", "main", "2", "--server").says("waiting for the lock");
  }
}
