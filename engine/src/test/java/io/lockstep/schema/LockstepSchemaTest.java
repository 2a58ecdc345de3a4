package io.lockstep.schema;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.plan.PlanOptions;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockstepSchemaTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private Lockstep as(String role) {
    ProcessClock clock = new ProcessClock();
    Settings settings =
        new Settings(
            "localhost", TestDatabase.port(), database.name(), role, "x", Tls.DEFAULT, "public");
    return new Lockstep(
        new Connector(settings, clock, Duration.ofSeconds(10)), CatalogReader.read(folder), clock);
  }

  @Test
  void a_role_that_may_not_create_them_is_told_the_grant_that_is_missing() {
    new MigrationFolder(folder).threeTables();
    String role = database.name() + "_role";
    database.jdbc().sql("create role " + role + " login password 'x'").update();
    Lockstep lockstep = as(role);

    assertThat(problem(ExitCode.REFUSED, () -> lockstep.migrate(targets("main latest"))).text())
        .contains("GRANT CREATE ON DATABASE");

    database.jdbc().sql("grant create on database " + database.name() + " to " + role).update();
    assertThat(problem(ExitCode.REFUSED, () -> lockstep.migrate(targets("main latest"))).text())
        .contains("GRANT CREATE ON SCHEMA public TO " + role);

    database.jdbc().sql("grant create on schema public to " + role).update();
    lockstep.migrate(targets("main latest", "main 1"));
    assertThat(lockstep.list().apps().get(0).current()).isEqualTo("0001");
  }

  @Test
  void a_role_needs_no_more_than_two_schemas_that_are_made_for_it() {
    new MigrationFolder(folder).threeTables();
    String role = database.name() + "_owner";
    database.jdbc().sql("create role " + role + " login password 'x'").update();
    database.jdbc().sql("create schema lockstep authorization " + role).update();
    database.jdbc().sql("grant create on schema public to " + role).update();
    as(role).migrate(targets("main latest", "main zero"));
  }

  @Test
  void those_that_were_restored_without_rows_are_to_be_dropped() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    String everyTable =
        """
        select string_agg(format('%I.%I', schemaname, tablename), ', ')
          from pg_tables where schemaname in ('lockstep', 'public')
        """;
    String tables = database.jdbc().sql(everyTable).query(String.class).single();
    database.jdbc().sql("truncate " + tables).update();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("already exists", "DROP SCHEMA lockstep CASCADE", "adopt APP VERSION");
    database.jdbc().sql("drop schema lockstep cascade").update();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("./lockstep adopt main VERSION");
  }

  @Test
  void those_that_have_rows_but_no_version_are_not_said_to_be_empty() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    database.jdbc().sql("truncate lockstep.schema_history").update();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains("already exists")
        .doesNotContain("DROP SCHEMA");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void those_that_an_older_lockstep_has_made_are_brought_up_by_the_next_run(int version) {
    new MigrationFolder(folder).threeTables();
    try (Session session =
        new Connector(database.settings(), new ProcessClock(), Duration.ofSeconds(10))
            .open("older")) {
      LockstepSchema.make(session, version);
      assertThat(LockstepSchema.exist(session)).isTrue();
      assertThat(areOld(session)).isTrue();
      assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("zero");
      assertThat(database.lockstep(folder).verify(List.of()).result()).hasToString("not recorded");
      database.lockstep(folder).migrate(targets("main latest", "main 1"));
      assertThat(areOld(session)).isFalse();
    }
    assertThat(database.lockstep(folder).verify(List.of("main 1")).result())
        .hasToString("as recorded");
  }

  /** As with an image whose tag has moved: who brings them up is the turn that waits. */
  @Test
  void those_of_an_older_lockstep_tell_a_waiting_turn_that_the_one_before_is_done() {
    new MigrationFolder(folder).threeTables();
    RolloutContext second =
        new RolloutContext(new Rollout.Generation("shop", "aaa"), Turn.parse("2/2"));
    try (Session session =
        new Connector(database.settings(), new ProcessClock(), Duration.ofSeconds(10))
            .open("older")) {
      LockstepSchema.make(session, 5);
      for (String row :
          List.of(
              "release (name, generation, rollout, arrived_at) values ('shop', 'aaa', 1, now())",
              "run (schema_name, target, release, rollout, turn, holder, result)"
                  + " values ('public', 'main 1', 'shop', 1, 1, 'x', 'done')")) {
        session.jdbc().sql("insert into lockstep." + row).update();
      }
      assertThat(database.lockstep(folder).migrate(in(second, "main 2")).result())
          .hasToString("done");
      assertThat(areOld(session)).isFalse();
    }
  }

  /** They only grow, and each Lockstep names the columns that it knows. */
  @Test
  void those_of_a_newer_lockstep_are_worked_with_and_left_as_they_are() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    for (String grown :
        List.of(
            "create table lockstep.newer (id int)",
            "alter table lockstep.run add column newer text default 'x'",
            "alter table lockstep.step add column newer text default 'x'",
            "alter table lockstep.lease add column newer text default 'x'",
            "alter table lockstep.applied add column newer text default 'x'",
            "alter table lockstep.fingerprint add column newer text default 'x'",
            "insert into lockstep.schema_history select 99, '99', 'newer', 'SQL', 'V99__newer.sql',"
                + " 1, 'x', now(), 1, true")) {
      database.jdbc().sql(grown).update();
    }
    database.lockstep(folder).migrate(targets("main latest", "main 1"));
    assertThat(database.lockstep(folder).verify(List.of("main 1")).result())
        .hasToString("as recorded");
    assertThat(
            database
                .jdbc()
                .sql("select max(version::int) from lockstep.schema_history")
                .query(Integer.class)
                .single())
        .isEqualTo(99);
  }

  @Test
  void a_role_that_reads_them_goes_on_reading_when_they_grow() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    database.withOldestTables();
    String role = database.name() + "-reader";
    database.jdbc().sql("create role \"" + role + "\" login password 'x'").update();
    for (String schema : List.of("lockstep", "public")) {
      String grant = "on all tables in schema " + schema + " to \"" + role + "\"";
      database.jdbc().sql("grant select " + grant).update();
    }
    database.jdbc().sql("grant usage on schema lockstep to \"" + role + "\"").update();
    assertThat(as(role).list().apps().get(0).current()).isEqualTo("0001");

    database.lockstep(folder).migrate(targets("main 2"));
    assertThat(as(role).list().apps().get(0).current()).isEqualTo("0002");
    assertThat(as(role).plan(List.of("main latest"), PlanOptions.STRICT)).hasSize(1);
    assertThat(as(role).verify(List.of("main 2")).result()).hasToString("as recorded");
    assertThat(
            database
                .jdbc()
                .sql(
                    """
                    select bool_and(has_table_privilege(:role, 'lockstep.' || name, 'select'))
                      from unnest(array['verification', 'batch', 'contract_wait']) name
                    """)
                .param("role", role)
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  private static boolean areOld(Session session) {
    return session.jdbc().sql("select " + LockstepSchema.ARE_OLD).query(Boolean.class).single();
  }
}
