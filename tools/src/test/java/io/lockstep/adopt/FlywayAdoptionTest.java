package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's table can stay the app's own history, or be read like any other tool's. */
class FlywayAdoptionTest {
  private static final String VIEW =
      "create or replace view totals as select sum(total) from orders;\n";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
  }

  private void flyway(String target) {
    Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + db.resolve("shop"))
        .target(target)
        .load()
        .migrate();
  }

  private void tableIsOurs() {
    shop.files().file("shop/lockstep.properties", "history=flyway_schema_history\n");
  }

  @Test
  void where_the_table_is_the_apps_own_its_undo_scripts_are_stored_and_no_row_is_written() {
    flyway("2");
    tableIsOurs();
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.summary()).isEqualTo("adopted: shop 0002 (0 migrations, 2 undo scripts)");
    assertThat(report.lines()).isEmpty();
    assertThat(shop.runs()).containsExactly("shop 2|0002|0002|done|0|0|adopted");
    assertThat(shop.adopt("shop 2").result()).hasToString("nothing to do");
    assertThat(shop.adoptFrom("flyway_schema_history", "shop 2").result())
        .hasToString("nothing to do");
    shop.files()
        .without("shop/V0002__total.sql")
        .without("shop/U0002__total.sql")
        .without("shop/V0003__customer.sql")
        .without("shop/U0003__customer.sql");
    database.lockstep(db).migrate(targets("shop 1"));
    assertThat(database.fingerprint()).contains("orders").doesNotContain("total");
  }

  @Test
  void there_a_file_that_has_changed_since_is_refused() {
    flyway("2");
    tableIsOurs();
    shop.files().file("shop/V0002__total.sql", "-- other\n" + Shop.TOTAL);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains("V0002__total.sql has changed since it was applied", "--accept-changed 0002");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 3")).text())
        .contains("at 0002", "./lockstep migrate \"shop 3\"");
  }

  @Test
  void where_the_app_has_a_table_of_its_own_flyways_is_read_and_left() {
    flyway("2");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 3")).text())
        .contains("flyway_schema_history (Flyway) has not applied 0003");
    assertThat(shop.adopt("shop 2").from()).contains("flyway_schema_history (Flyway)");
    assertThat(shop.history()).hasSize(2);
    assertThat(database.lockstep(db).verify(List.of("shop 2")).problem()).isEmpty();
  }

  @Test
  void repeatables_count_as_applied_where_the_schema_has_what_they_make() {
    shop.files().file("shop/R__totals.sql", VIEW);
    flyway("2");
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.apps().get(0).migrations()).isEqualTo(3);
    assertThat(shop.history().get(2)).startsWith("3|totals|SQL|R__totals.sql|");
    database.lockstep(db).migrate(targets("shop latest"));
    assertThat(shop.runs().get(1)).startsWith("shop latest|0002|0003|done|0|1");
  }

  @Test
  void and_are_due_where_it_does_not() {
    flyway("2");
    shop.files().file("shop/R__totals.sql", VIEW);
    shop.adopt("shop 2");
    assertThat(shop.history()).hasSize(2);
    database.lockstep(db).migrate(targets("shop latest"));
    assertThat(database.fingerprint()).contains("totals");
  }

  @Test
  void a_row_of_what_has_failed_is_refused_unless_it_was_applied_again() {
    flyway("2");
    sql(
        "insert into flyway_schema_history values (3, null, 'totals', 'SQL', 'R__totals.sql', 1, 'x', now(), 1, false)");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains("flyway_schema_history (Flyway) is dirty at totals");
    sql(
        "insert into flyway_schema_history values (4, null, 'totals', 'SQL', 'R__totals.sql', 1, 'x', now(), 1, true)");
    sql(
        "insert into flyway_schema_history values (5, '9', 'later', 'SQL', 'V9__later.sql', 1, 'x', now(), 1, false)");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains("is dirty at 9");
    sql("delete from flyway_schema_history where version = '9'");
    assertThat(shop.adopt("shop 2").result()).hasToString("adopted");
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }
}
