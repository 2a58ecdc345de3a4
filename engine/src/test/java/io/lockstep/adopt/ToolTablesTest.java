package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Exit;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another tool's table says is held against what was asked. */
class ToolTablesTest {
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
      value = {
        "GOLANG_MIGRATE|update schema_migrations set version = 3, dirty = true|is dirty at 3",
        "GOLANG_MIGRATE|update schema_migrations set version = 1|is at 1",
        "GOLANG_MIGRATE|delete from schema_migrations|is at zero",
        "DBMATE|delete from schema_migrations where version = '0001'|has not applied 0001",
        "DBMATE|insert into schema_migrations values ('0003')|has applied 0003, too",
        "GOOSE|insert into goose_db_version values (4, 2, false)|has not applied 0002",
        "GOOSE|delete from goose_db_version where version_id = 2|has not applied 0002",
        "DJANGO|update django_migrations set app = 'polls'|has applied nothing of shop",
        "DJANGO|delete from django_migrations where id = 1|has not applied 0001",
        "LIQUIBASE|update databasechangelog set exectype = 'FAILED' where id = 'total'|has applied 1 changesets",
      })
  void another_version_is_refused_and_by_force_taken(OtherTool tool, String change, String said) {
    tool.migrate(database);
    sql(change);
    assertThat(problem(Exit.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains(tool.table() + " (", said, "--force");
    assertThat(shop.isUntouched()).isTrue();
    assertThat(shop.adoptByForce("shop 2").lines()).singleElement().asString().contains(said);
    assertThat(shop.runs().get(0)).contains(said);
  }

  @Test
  void of_several_tables_one_has_to_be_named() {
    OtherTool.DBMATE.migrate(database);
    sql("create table goose_db_version (id int, version_id bigint, is_applied bool)");
    assertThat(problem(Exit.REFUSED, () -> shop.adopt("shop 2")).text())
        .contains("goose_db_version (goose), schema_migrations (dbmate)", "--from TABLE");
    assertThat(shop.adoptFrom("schema_migrations", "shop 2").from())
        .contains("schema_migrations (dbmate)");
  }

  @Test
  void a_table_of_another_name_or_in_another_schema_can_be_named() {
    OtherTool.GOOSE.migrate(database);
    sql("alter table goose_db_version rename to versions");
    assertThat(shop.adopt("shop 2").differences()).contains("+ table versions");
    sql("create schema tools");
    sql("create table tools.done as select version_id, is_applied, id from versions");
    assertThat(shop.adoptFrom("tools.done", "shop 2").result()).isEqualTo("differs");
    assertThat(shop.adoptFrom("versions", "shop 2").from()).contains("versions (goose)");
  }

  @Test
  void what_is_no_tools_table_is_refused() {
    OtherTool.GOOSE.migrate(database);
    assertThat(problem(Exit.REFUSED, () -> shop.adoptFrom("orders", "shop 2")).text())
        .contains("orders has the columns id, placed, total");
    assertThat(problem(Exit.REFUSED, () -> shop.adoptFrom("nowhere", "shop 2")).text())
        .contains("there is no table nowhere in the schema public");
  }

  @Test
  void without_any_table_the_schema_alone_says_what_is_applied() {
    sql(Shop.ORDERS);
    assertThat(shop.adopt("shop 2").differences()).containsExactly("- column orders.total");
    AdoptionReport report = shop.adopt("shop 1");
    assertThat(report.result()).isEqualTo("adopted");
    assertThat(report.notes()).singleElement().asString().contains("no other tool's table");
    assertThat(shop.runs()).containsExactly("shop 1|zero|0001|done|0|1|adopted");
  }
}
