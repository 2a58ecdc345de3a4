package io.lockstep.run;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.MigrationFolder;
import io.lockstep.SmallDisk;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.run.report.StepReport;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server has too little of something: disk, or connections. */
class LackingServerTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  @Test
  void a_step_that_reaches_temp_file_limit_is_rolled_back_and_done_when_there_is_space() {
    threeTablesWith(
        "create table b as select i, repeat(i::text, 9) as t from generate_series(1, 30000) i order by 2;");
    database.jdbc().sql("alter database " + database.name() + " set work_mem = '64kB'").update();
    limitTempFiles("100kB");
    assertStopsAtB("temporary file size exceeds temp_file_limit", "53400");
    limitTempFiles("-1");
    assertGoesOn();
  }

  private void limitTempFiles(String limit) {
    database
        .jdbc()
        .sql("alter database %s set temp_file_limit = '%s'".formatted(database.name(), limit))
        .update();
  }

  @Test
  void a_step_that_fills_the_disk_is_rolled_back_and_done_when_there_is_space(
      @TempDir Path folderOfDisk) {
    String space = "small_" + database.name();
    try (SmallDisk disk = SmallDisk.over(folderOfDisk, 2)) {
      database
          .jdbc()
          .sql("create tablespace %s location '%s'".formatted(space, folderOfDisk))
          .update();
      threeTablesWith(
          "create table b tablespace %s as select repeat('x', 500) as t from generate_series(1, 12000);"
              .formatted(space));
      assertStopsAtB("No space left on device", "53100");
      disk.growTo(64);
      assertGoesOn();
      database.jdbc().sql("drop table b").update();
      database.jdbc().sql("drop tablespace " + space).update();
    }
  }

  @Test
  void a_disk_that_is_full_before_the_first_step_is_no_internal_error() {
    threeTablesWith("create table b (id int);");
    database.lockstep(folder).migrate(targets("main 1"));
    database
        .jdbc()
        .sql(
            """
            create function full_disk() returns trigger language plpgsql as
            $$ begin raise 'could not extend file' using errcode = '53100'; end $$
            """)
        .update();
    database
        .jdbc()
        .sql(
            "create trigger full_disk before insert on lockstep.run for each row execute function full_disk()")
        .update();
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main 2")))
                .text())
        .contains("main 2", "could not extend file", "Give the server what it lacks")
        .doesNotContain("internal error");
  }

  private void threeTablesWith(String b) {
    new MigrationFolder(folder).threeTables().file("main/V0002__b.sql", b);
  }

  private void assertStopsAtB(String reason, String state) {
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains(
            reason, state, "V0002__b.sql", "was rolled back", "Give the server what it lacks");
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0001");
  }

  private void assertGoesOn() {
    assertThat(database.lockstep(folder).migrate(targets("main latest")).steps())
        .map(StepReport::script)
        .containsExactly("V0002__b.sql", "V0003__c.sql");
  }

  /** One: the lock's session gets it, and the migrations' session none. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void without_free_connections_it_is_tried_for_as_long_as_allowed(int connections) {
    threeTablesWith("create table b (id int);");
    String role = role(connections);
    ManualClock clock = new ManualClock(() -> {});
    assertThat(
            problem(ExitCode.UNREACHABLE, () -> as(role, clock).migrate(targets("main latest")))
                .text())
        .contains("too many connections", "tried for 60 s", "raise max_connections");
    assertThat(clock.elapsed()).isBetween(WAIT, WAIT.plusSeconds(1));
    assertThat(database.fingerprint()).isEmpty();
    assertThat(
            database
                .jdbc()
                .sql(
                    "select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())")
                .query(Integer.class)
                .single())
        .as("locks left")
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void a_connection_that_becomes_free_is_taken(int connections) {
    threeTablesWith("create table b (id int);");
    String role = role(connections);
    ManualClock clock =
        new ManualClock(
            () -> database.jdbc().sql("alter role " + role + " connection limit 2").update());
    assertThat(as(role, clock).migrate(targets("main latest")).steps()).hasSize(3);
    assertThat(clock.elapsed()).isPositive();
  }

  private String role(int connections) {
    String role = "few_%s".formatted(database.name());
    database
        .jdbc()
        .sql(
            "create role %s login password 'postgres' connection limit %d"
                .formatted(role, connections))
        .update();
    database.jdbc().sql("alter database %s owner to %s".formatted(database.name(), role)).update();
    return role;
  }

  private Lockstep as(String role, ManualClock clock) {
    return new Lockstep(
        new Connector(database.settings(role), clock, WAIT), CatalogReader.read(folder), clock);
  }
}
