package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps share a schema: what one has made is no difference of another. */
class SeveralAppsTest {
  private static final String BILLS =
      "-- lockstep: requires shop 0001\ncreate table bills (id bigint references orders);\n";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
    shop.files()
        .file("billing/V1__bills.sql", BILLS)
        .file("billing/U1__bills.sql", "drop table bills;\n")
        .file("billing/V2__paid.sql", "alter table bills add column paid bool;\n")
        .file("zoo/V1__animals.sql", "create table animals (id int);\n")
        .file("zoo/V2__names.sql", "alter table animals add column name text;\n")
        .file("zoo/R__tame.sql", "create or replace view tame as select id from animals;\n");
  }

  @Test
  void what_lockstep_has_made_for_another_app_is_expected_as_far_as_it_is() {
    database.lockstep(db).migrate(targets("zoo latest"));
    shop.files().file("zoo/V3__ages.sql", "alter table animals add column age int;\n");
    OtherTool.GOOSE.migrate(database);
    assertThat(shop.adopt("shop 2").lines()).isEmpty();
    assertThat(database.lockstep(db).verify(List.of("shop 2", "zoo 2")).drift()).isEmpty();
  }

  @Test
  void what_of_another_app_is_not_on_disk_is_named() {
    database.lockstep(db).migrate(targets("zoo latest"));
    shop.files().without("zoo/V2__names.sql");
    OtherTool.GOOSE.migrate(database);
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.lines())
        .containsExactly(
            "note: zoo 2 is applied, but not on disk: what it has made counts as a difference",
            "+ column animals.name");
  }

  @Test
  void apps_that_another_tool_has_brought_there_are_adopted_together() {
    OtherTool.DJANGO.migrate(database);
    database.jdbc().sql(BILLS).update();
    database
        .jdbc()
        .sql("insert into django_migrations values (3, 'billing', '0001_bills', now())")
        .update();
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("billing 1")).text())
        .contains("V1__bills.sql requires shop 0001");
    assertThat(shop.adopt("shop 2").differences())
        .contains("+ table bills", "+ constraint bills.bills_id_fkey");
    AdoptionReport report = shop.adopt("shop 2", "billing 1");
    assertThat(report.summary())
        .isEqualTo(
            "adopted: shop 0002 (2 migrations, 2 undo scripts), billing 1 (1 migration, 1 undo"
                + " script) from django_migrations (Django)");
    assertThat(shop.runs()).hasSize(2);
    assertThat(database.lockstep(db).verify(List.of("shop 2", "billing 1")).problem()).isEmpty();
    assertThat(
            problem(ExitCode.REFUSED, () -> database.lockstep(db).migrate(targets("shop zero")))
                .text())
        .contains("billing 1 is applied and requires shop 0001");
  }

  @Test
  void apps_are_tried_in_the_order_given_when_nothing_else_says_which_stands_on_which() {
    shop.files()
        .file("billing/V1__bills.sql", BILLS.substring(BILLS.indexOf('\n') + 1))
        .file("apes/V1__apes.sql", "create table apes (id int);\n");
    database.lockstep(db).migrate(targets("apes latest"));
    OtherTool.DJANGO.migrate(database);
    database.jdbc().sql(BILLS).update();
    database
        .jdbc()
        .sql("insert into django_migrations values (3, 'billing', '0001_bills', now())")
        .update();
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("billing 1", "shop 2")).text())
        .contains("V1__bills.sql in a scratch database", "orders");
    AdoptionReport report = shop.adopt("shop 2", "billing 1");
    assertThat(report.differences()).isEmpty();
    assertThat(report.apps())
        .extracting(AdoptionReport.AppReport::app)
        .containsExactly("shop", "billing");
  }
}
