package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tool's second table is no difference, and a lock in it is respected. */
class CompanionTablesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "update databasechangeloglock set locked = true, lockedby = 'h (10.0.0.1)'|databasechangeloglock says that Liquibase is at work or was cut off: h (10.0.0.1)",
        "alter table databasechangeloglock rename to \"Lock\"; update \"Lock\" set locked = true|Lock says that Liquibase is at work or was cut off",
      })
  void a_lock_that_liquibase_holds_is_refused_and_by_force_passed_over(String change, String said) {
    OtherTool.LIQUIBASE.migrate(database);
    sql(change);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains(said, "--force");
    assertThat(shop.adoptByForce("shop 2").lines()).singleElement().asString().contains(said);
  }

  @Test
  void a_lock_of_knex_is_refused_until_it_is_free() {
    sql(Shop.ORDERS);
    sql(
        "create table knex_migrations (id serial, name text, batch int, migration_time timestamptz)");
    sql("create table knex_migrations_lock (index serial primary key, is_locked int)");
    sql("insert into knex_migrations_lock (is_locked) values (1)");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 1")).text())
        .contains("knex_migrations_lock says that Knex is at work or was cut off");
    sql("update knex_migrations_lock set is_locked = 0");
    assertThat(shop.adopt("shop 1").result()).hasToString("adopted");
  }

  @Test
  void a_tools_second_table_is_no_difference_whatever_the_names_are() {
    OtherTool.LIQUIBASE.migrate(database);
    sql("alter table databasechangelog rename to \"DATABASECHANGELOG\"");
    sql("alter table databasechangeloglock rename to \"DATABASECHANGELOGLOCK\"");
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.lines()).isEmpty();
    assertThat(report.from()).contains("DATABASECHANGELOG (Liquibase)");
  }

  @Test
  void a_second_table_of_knex_has_its_firsts_name() {
    sql(Shop.ORDERS);
    sql("create table done (id serial, name text, batch int, migration_time timestamptz)");
    sql("create table done_lock (index serial primary key, is_locked int)");
    assertThat(shop.adoptFrom("done", "shop 1").lines()).isEmpty();
  }
}
