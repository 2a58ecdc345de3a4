package io.lockstep.adopt;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.database.Reader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 1 to 3 hold for an adoption as they do for a run. */
class AllOrNothingTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = Shop.on(database, db);
    OtherTool.GOLANG_MIGRATE.migrate(database);
  }

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  private int count(String table) {
    return database.jdbc().sql("select count(*) from " + table).query(Integer.class).single();
  }

  /** At the second row of the history, after the look under the lock. */
  private void atTheSecondRow(String statement) {
    database.lockstep(db).migrate(with(fromZero("other"), "other 1"));
    sql("create table shop_schema_history (like other_schema_history including all)");
    sql("create schema hold");
    shop.files().file("shop/lockstep.properties", "drift.ignore=schema hold\n");
    sql(
        """
        create function hold.second() returns trigger language plpgsql as $$
        begin
          if new.version = '0002' then %s; end if;
          return new;
        end $$
        """
            .formatted(statement));
    sql(
        "create trigger hold before insert on shop_schema_history for each row execute function hold.second()");
  }

  @Test
  void an_adoption_whose_lock_was_lost_commits_nothing() {
    shop.files().file("other/V1__o.sql", "create table o (id int);\n");
    atTheSecondRow("update lockstep.lease set token = 'another''s'");
    problem(ExitCode.LOCK_NOT_OBTAINED, () -> shop.adopt("shop 2"));
    assertNothingOfTheShop();
  }

  @Test
  void an_error_in_its_middle_leaves_nothing() {
    shop.files().file("other/V1__o.sql", "create table o (id int);\n");
    atTheSecondRow("perform 1 / 0");
    assertThatThrownBy(() -> shop.adopt("shop 2")).hasMessageContaining("division by zero");
    assertNothingOfTheShop();
  }

  private void assertNothingOfTheShop() {
    assertThat(count("shop_schema_history")).isZero();
    assertThat(count("lockstep.applied where app = 'shop'")).isZero();
    assertThat(count("lockstep.run where app = 'shop'")).isZero();
    assertThat(count("lockstep.fingerprint where run > 1")).isZero();
  }

  @Test
  void what_can_not_be_rehearsed_is_refused_and_by_force_not_compared() {
    shop.files().file("shop/V0002__total.sql", "create extension nowhere;\n");
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains("V0002__total.sql", "line 1 (create extension nowhere)", "--server");
    assertThat(shop.isUntouched()).isTrue();
    assertThat(shop.adoptByForce("shop 2").notes())
        .singleElement()
        .asString()
        .startsWith("by --force, the schema is not compared: applying ");
    assertThat(shop.history()).hasSize(2);
  }

  @Test
  void the_role_that_only_reads_can_read_what_was_adopted() {
    String role = "adoption_reader";
    shop.adoptWith(new Reader(role, "secret"), "shop 2");
    assertThat(
            database
                .jdbc()
                .sql(
                    "select has_table_privilege('%s', 'shop_schema_history', 'select')"
                        .formatted(role))
                .query(Boolean.class)
                .single())
        .isTrue();
    sql("drop owned by " + role);
    sql("drop role " + role);
  }

  @Test
  void an_app_that_was_taken_back_whole_can_be_adopted() {
    TestDatabase ours = TestDatabase.create();
    Shop again = new Shop(ours, db);
    ours.lockstep(db).migrate(targets("shop 1", "shop zero"));
    OtherTool.GOOSE.migrate(ours);
    assertThat(again.adopt("shop 2").result()).hasToString("adopted");
    assertThat(ours.lockstep(db).verify(List.of("shop 2")).problem()).isEmpty();
  }

  @Test
  void another_schema_than_public_is_adopted_as_well() {
    TestDatabase other = TestDatabase.create("Sales 1");
    other.jdbc().sql("create schema \"Sales 1\"").update();
    other
        .jdbc()
        .sql("create table \"Sales 1\".schema_migrations (version varchar primary key)")
        .update();
    other.jdbc().sql("insert into \"Sales 1\".schema_migrations values ('1')").update();
    other
        .jdbc()
        .sql("create table \"Sales 1\".orders (id bigint primary key, placed timestamptz not null)")
        .update();
    assertThat(new Shop(other, db).adopt("shop 1").lines()).isEmpty();
    assertThat(other.lockstep(db).verify(List.of("shop 1")).problem()).isEmpty();
  }
}
