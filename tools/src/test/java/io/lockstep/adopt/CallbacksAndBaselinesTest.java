package io.lockstep.adopt;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adoption of an app that has Flyway's callbacks, or a baseline script. */
class CallbacksAndBaselinesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
    OtherTool.GOOSE.migrate(database);
  }

  private List<String> steps(String target) {
    return database.lockstep(db).migrate(targets(target)).steps().stream()
        .map(s -> s.action() + " " + s.script())
        .toList();
  }

  @Test
  void what_callbacks_make_may_be_there_or_not() {
    shop.files()
        .file("shop/afterMigrate.sql", "create or replace view v as select id from orders;");
    assertThat(shop.adopt("shop 2").summary()).startsWith("adopted: shop 0002 (2 migrations");
    assertThat(steps("shop 2")).containsExactly("call afterMigrate.sql");
    assertThat(database.lockstep(db).verify(List.of("shop 2")).findings()).isEmpty();
  }

  @Test
  void what_callbacks_have_made_is_no_difference() {
    shop.files()
        .file("shop/afterMigrate.sql", "create or replace view v as select id from orders;");
    database.jdbc().sql("create view v as select id from orders").update();
    assertThat(shop.adopt("shop 2").summary()).startsWith("adopted: shop 0002 (2 migrations");
  }

  @Test
  void versions_are_recorded_one_by_one_if_they_are_on_disk() {
    shop.files().file("shop/B2__all.sql", Shop.ORDERS + Shop.TOTAL);
    assertThat(shop.adopt("shop 2").summary())
        .startsWith("adopted: shop 0002 (2 migrations, 2 undo scripts)");
    assertThat(steps("shop latest")).containsExactly("apply V0003__customer.sql");
  }

  @Test
  void a_baseline_script_stands_for_versions_that_are_not_on_disk() {
    shop.files()
        .file("shop/B2__all.sql", Shop.ORDERS + Shop.TOTAL)
        .without("shop/V0001__orders.sql")
        .without("shop/U0001__orders.sql")
        .without("shop/V0002__total.sql")
        .without("shop/U0002__total.sql");
    assertThat(shop.adopt("shop 2").summary()).startsWith("adopted: shop 2 (1 migration");
    assertThat(steps("shop latest")).containsExactly("apply V0003__customer.sql");
  }
}
