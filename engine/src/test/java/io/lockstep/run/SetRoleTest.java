package io.lockstep.run;

import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins that become the owner of the tables at login: {@code ALTER ROLE … SET role}. */
class SetRoleTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private final String owner = "owner_" + database.name();
  private final String deployer = "deployer_" + database.name();

  @BeforeEach
  void roles() {
    new MigrationFolder(folder).threeTables();
    sql("create role " + owner);
    sql("grant all on database " + database.name() + " to " + owner);
    sql("grant all on schema public to " + owner);
    sql("create role " + deployer + " login");
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  private void becomesOwner(String inherit) {
    sql("grant %s to %s".formatted(owner, deployer));
    sql("alter role %s %s".formatted(deployer, inherit));
    sql("alter role %s set role = %s".formatted(deployer, owner));
  }

  private Lockstep lockstep() {
    ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
    return new Lockstep(
        new Connector(database.settings(deployer), clock, Duration.ofSeconds(10)),
        CatalogReader.read(folder),
        clock);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inherit", "noinherit"})
  void tables_belong_to_the_role_that_the_login_becomes(String inherit) {
    becomesOwner(inherit);
    lockstep().migrate(targets("main latest"));
    assertThat(
            database
                .jdbc()
                .sql("select distinct tableowner from pg_tables where schemaname = 'public'")
                .query(String.class)
                .list())
        .containsExactly(owner);
    lockstep().migrate(targets("main zero"));
  }

  @Test
  void a_long_step_is_not_taken_for_a_session_that_is_cut_off() {
    becomesOwner("noinherit");
    new MigrationFolder(folder)
        .file("main/V0002__b.sql", "create table b (id int);\nselect pg_sleep(3);\n");
    assertThat(lockstep().migrate(with(Duration.ofSeconds(2), "main latest")).steps()).hasSize(3);
  }

  @Test
  void a_broken_session_of_such_a_login_is_ended_and_the_step_is_done_again() {
    becomesOwner("noinherit");
    sql("create schema outside authorization " + owner);
    sql("create sequence outside.tries");
    sql("alter sequence outside.tries owner to " + owner);
    new MigrationFolder(folder)
        .file(
            "main/V0002__b.sql",
            """
            create table b (id int);
            set role none;
            select pg_terminate_backend(pg_backend_pid()) where nextval('outside.tries') <= 1;
            """);
    sql("grant usage on schema outside to " + deployer);
    sql("grant all on outside.tries to " + deployer);
    assertThat(lockstep().migrate(targets("main latest")).steps()).hasSize(3);
  }
}
