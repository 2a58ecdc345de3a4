package io.lockstep.adopt;

import static io.lockstep.Asking.outOfOrder;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A migration that changes the table of the tool that it was written for. */
class ToolsOwnTableTest {
  private static final String WAY_OUT =
      "schema_migrations is a table that golang-migrate, Ecto, Supabase, dbmate or Rails makes for itself";

  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private Shop shop;

  @BeforeEach
  void files() {
    shop = new Shop(database, db);
    shop.files()
        .file("a/1_t.up.sql", "create table t (i int);")
        .file("a/2_n.up.sql", "alter table schema_migrations add column note text;");
  }

  private void makeItFirst() {
    shop.files()
        .file(
            "a/0_tool.up.sql",
            "create table if not exists schema_migrations (version bigint primary key, dirty boolean not null);");
  }

  @Test
  void a_run_says_the_way_out_which_works_on_a_new_database_and_on_this_one() {
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(db).migrate(targets("a latest")))
                .text())
        .contains("line 1", WAY_OUT, "0_tool.up.sql", "--out-of-order");
    makeItFirst();
    database.lockstep(db).migrate(with(outOfOrder(), "a latest"));
    TestDatabase fresh = TestDatabase.create();
    fresh.lockstep(db).migrate(targets("a latest"));
    assertThat(fresh.fingerprint()).isEqualTo(database.fingerprint());
  }

  @Test
  void adopt_says_it_as_well() {
    for (String sql :
        new String[] {
          "create table t (i int)",
          "create table schema_migrations (version bigint primary key, dirty boolean not null, note text)",
          "insert into schema_migrations values (2, false)"
        }) {
      database.jdbc().sql(sql).update();
    }
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("a 2")).text()).contains(WAY_OUT);
    makeItFirst();
    assertThat(shop.adopt("a 2").result()).hasToString("adopted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into __diesel_schema_migrations values ('1')|__diesel_schema_migrations is a table that Diesel makes",
        "update public.goose_db_version set id = 1|goose_db_version is a table that goose makes",
        "drop table \"SequelizeMeta\"|SequelizeMeta is a table that Sequelize makes",
        "delete from databasechangeloglock|databasechangeloglock is a table that Liquibase makes",
      })
  void whichever_statement_misses_it(String statement, String said) {
    shop.files().file("a/2_n.up.sql", statement);
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(db).migrate(targets("a latest")))
                .text())
        .contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "select * from my_schema_migrations",
    "select * from orders",
    "select nothing from t where 'schema_migrations' = ''",
  })
  void no_other_mistake_is_taken_for_it(String statement) {
    shop.files().file("a/2_n.up.sql", statement);
    assertThat(
            problem(
                    ExitCode.MIGRATION_FAILED,
                    () -> database.lockstep(db).migrate(targets("a latest")))
                .text())
        .doesNotContain("makes for itself");
  }
}
