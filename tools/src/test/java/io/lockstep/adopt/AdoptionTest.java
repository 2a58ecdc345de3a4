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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that another tool has brought to a version goes on with Lockstep. */
class AdoptionTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
  }

  @ParameterizedTest
  @EnumSource
  void it_is_as_if_lockstep_had_applied_it(OtherTool tool) {
    tool.migrate(database);
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.summary())
        .startsWith("adopted: shop 0002 (2 migrations, 2 undo scripts) from " + tool.table());
    assertThat(report.lines()).isEmpty();

    TestDatabase ours = TestDatabase.create();
    ours.lockstep(db).migrate(targets("shop 2"));
    assertThat(shop.history()).isEqualTo(new Shop(ours, db).history());
    assertThat(database.lockstep(db).list().apps().get(0).migrations())
        .extracting(m -> m.state() + " " + m.undo())
        .containsExactly("applied stored", "applied stored", "pending file");
    assertThat(shop.runs())
        .containsExactly("shop 2|zero|0002|done|0|2|adopted from " + report.from().orElseThrow());
    assertThat(database.lockstep(db).verify(List.of("shop 2")).summary())
        .startsWith("as recorded by run 1");
  }

  @ParameterizedTest
  @EnumSource
  void it_can_go_on_and_all_the_way_back_even_by_an_image_without_its_files(OtherTool tool) {
    tool.migrate(database);
    shop.adopt("shop 0002");
    stock().validate();
    database.lockstep(db).migrate(targets("shop latest"));
    stock().validate();
    shop.files()
        .without("shop/V0003__customer.sql")
        .without("shop/U0003__customer.sql")
        .without("shop/V0002__total.sql")
        .without("shop/U0002__total.sql")
        .without("shop/U0001__orders.sql");
    database.lockstep(db).migrate(targets("shop zero"));
    assertThat(database.fingerprint()).doesNotContain("orders", "customer").contains(tool.table());
  }

  private Flyway stock() {
    return Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + db.resolve("shop"))
        .table("shop_schema_history")
        .ignoreMigrationPatterns("*:pending")
        .load();
  }

  @Test
  void only_undo_scripts_that_are_there_are_counted() {
    OtherTool.GOOSE.migrate(database);
    shop.files().without("shop/U0001__orders.sql");
    assertThat(shop.adopt("shop 2").summary())
        .startsWith("adopted: shop 0002 (2 migrations, 1 undo script) from");
  }

  @Test
  void done_once_more_it_does_nothing_and_at_another_version_it_says_what_to_do() {
    OtherTool.GOOSE.migrate(database);
    shop.adopt("shop 2");
    assertThat(shop.adopt("shop 2").result()).hasToString("nothing to do");
    assertThat(shop.runs()).hasSize(1);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 1")).text())
        .contains("shop_schema_history already, and says that it is at 0002")
        .contains("./lockstep migrate \"shop 1\"");
  }

  @Test
  void what_differs_is_said_object_by_object_and_nothing_is_written() {
    OtherTool.GOLANG_MIGRATE.migrate(database);
    database.jdbc().sql("create index by_hand on orders (placed)").update();
    database.jdbc().sql("alter table orders alter column placed drop not null").update();
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.result()).hasToString("differs");
    assertThat(report.differences())
        .containsExactly("~ column orders.placed: - not null", "+ index by_hand");
    assertThat(report.problem().orElseThrow().text()).contains("2 differences", "--force");
    assertThat(shop.isUntouched()).isTrue();
  }

  @Test
  void by_force_it_is_taken_as_it_is_and_no_drift_later() {
    OtherTool.GOLANG_MIGRATE.migrate(database);
    database.jdbc().sql("create index by_hand on orders (placed)").update();
    AdoptionReport report = shop.adoptByForce("shop 2");
    assertThat(report.result()).hasToString("adopted");
    assertThat(report.lines()).containsExactly("+ index by_hand");
    assertThat(shop.runs().get(0)).endsWith("by --force, with 1 difference");
    assertThat(database.lockstep(db).verify(List.of()).drift()).isEmpty();
    database.lockstep(db).migrate(targets("shop latest"));
  }

  @Test
  void a_missing_table_is_a_difference_and_an_unknown_version_wrong_usage() {
    OtherTool.DBMATE.migrate(database);
    database.jdbc().sql("insert into schema_migrations values ('0003')").update();
    assertThat(shop.adopt("shop 3").differences())
        .containsExactly("- column customer.id", "- table customer");
    problem(ExitCode.USAGE, () -> shop.adopt("shop 4"));
    problem(ExitCode.USAGE, () -> shop.adopt("shop zero"));
    problem(ExitCode.USAGE, () -> shop.adopt("nowhere 1"));
    problem(ExitCode.USAGE, () -> shop.adopt("shop 1", "shop 2"));
    assertThat(shop.isUntouched()).isTrue();
  }
}
