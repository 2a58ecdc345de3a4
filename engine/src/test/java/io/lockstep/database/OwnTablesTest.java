package io.lockstep.database;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Exit;
import io.lockstep.MigrationFolder;
import io.lockstep.StoppablePace;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.plan.PlanOptions;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTablesTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  private Lockstep as(String role) {
    StoppablePace pace = new StoppablePace();
    Settings settings =
        new Settings(
            "localhost", TestDatabase.port(), database.name(), role, "x", Tls.DEFAULT, "public");
    return new Lockstep(
        new Connector(settings, pace, Duration.ofSeconds(10)), CatalogReader.read(folder), pace);
  }

  @Test
  void a_role_that_may_not_create_them_is_told_the_grant_that_is_missing() {
    new MigrationFolder(folder).threeTables();
    String role = database.name() + "_role";
    database.jdbc().sql("create role " + role + " login password 'x'").update();
    Lockstep lockstep = as(role);

    assertThat(problem(Exit.REFUSED, () -> lockstep.migrate(targets("main latest"))).text())
        .contains("GRANT CREATE ON DATABASE");

    database.jdbc().sql("grant create on database " + database.name() + " to " + role).update();
    assertThat(problem(Exit.REFUSED, () -> lockstep.migrate(targets("main latest"))).text())
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
  void a_role_that_reads_them_goes_on_reading_when_they_grow() {
    new MigrationFolder(folder).threeTables();
    database.lockstep(folder).migrate(targets("main 1"));
    database
        .jdbc()
        .sql(
            "drop table lockstep.unfinished, lockstep.rollout_job, lockstep.fingerprint, lockstep.verification")
        .update();
    database.jdbc().sql("delete from lockstep.schema_history where version <> '1'").update();
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
    assertThat(as(role).verify(List.of("main 2")).result()).isEqualTo("as recorded");
    assertThat(
            database
                .jdbc()
                .sql("select has_table_privilege(:role, 'lockstep.verification', 'select')")
                .param("role", role)
                .query(Boolean.class)
                .single())
        .isTrue();
  }
}
