package io.lockstep.plan;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another app has made, or this one under another name, is not dropped by its scripts. */
class DroppedBesideTest {
  private static final String ORDERS =
      "drop table if exists orders;\ncreate table orders (id int);";
  private static final String PAID = "create table paid (id int);";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path before;
  @TempDir private Path now;

  private MigrationFolder shop() {
    return new MigrationFolder(before)
        .file("shop/V1__orders.sql", ORDERS)
        .file("shop/U1__orders.sql", "drop table orders;")
        .file("shop/V2__paid.sql", PAID)
        .file("shop/U2__paid.sql", "drop table paid;");
  }

  @BeforeEach
  void ordersOfAShop() {
    shop();
  }

  private void begin() {
    database.lockstep(before).migrate(targets("shop latest"));
    database.jdbc().sql("insert into orders values (1)").update();
  }

  private void assertRefused() {
    assertThat(
            problem(ExitCode.REFUSED, () -> database.lockstep(now).migrate(targets("store latest")))
                .text())
        .contains("V1__orders.sql drops orders, which is there", "--from-zero store ");
    assertThat(database.jdbc().sql("select count(*) from orders").query(Long.class).single())
        .isOne();
  }

  @Test
  void a_renamed_app_of_an_older_image_is_refused() {
    begin();
    new MigrationFolder(now).file("store/V1__orders.sql", ORDERS);
    assertRefused();
  }

  @Test
  void a_renamed_app_with_a_changed_file_is_refused() {
    begin();
    new MigrationFolder(now)
        .file("store/V1__orders.sql", "-- of the store\n" + ORDERS)
        .file("store/V2__paid.sql", PAID);
    assertRefused();
    database.lockstep(now).migrate(with(fromZero("store"), "store 1"));
  }

  @Test
  void a_renamed_app_without_its_own_history_tables_name_is_refused() {
    shop().file("shop/lockstep.properties", "history=shop_history\n");
    begin();
    new MigrationFolder(now).file("store/V1__orders.sql", ORDERS);
    assertRefused();
  }

  @Test
  void an_app_that_begins_when_another_was_taken_back_is_not() {
    begin();
    new MigrationFolder(now).file("store/V1__orders.sql", ORDERS);
    database.lockstep(now).migrate(targets("shop zero", "store latest"));
    assertThat(database.jdbc().sql("select count(*) from orders").query(Long.class).single())
        .isZero();
  }
}
