package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of tools whose files {@code import --from sql} takes, and pop's. */
class NumberedToolsTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  private void toolHasApplied(String table, String columns, String rows) {
    if (table.contains(".")) {
      sql("create schema " + table.replaceFirst("\\..*", ""));
    }
    sql("create table %s (%s)".formatted(table, columns));
    sql("insert into %s values %s".formatted(table, rows));
    sql(Shop.ORDERS);
  }

  private static String table(String tool, String table) {
    return table.replaceFirst(".*\\.", "") + " (" + tool + ")";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refinery|refinery_schema_history|version int4 primary key, name varchar(255), applied_on varchar(255), checksum varchar(255)|(1, 'a', '', ''), (2, 'b', '', '')",
        "postgres-migrations|migrations|id integer primary key, name varchar(100) unique not null, hash varchar(40) not null, executed_at timestamp default current_timestamp|(0, 'create-migrations-table', '', now()), (1, 'a', '', now()), (2, 'b', '', now())",
        "postgrator|schemaversion|version bigint primary key, name text, md5 text, run_at timestamptz|(0, null, null, now()), (1, 'a', '', now()), (2, 'b', '', now())",
        "pop|schema_migration|version varchar(14) not null|('1'), ('2')",
        "Ory|schema_migration|version varchar(48) not null primary key, version_self int not null default 0|('1', 0), ('2', 0)",
        "tern|schema_version|version int4 not null|(2)"
      })
  void a_table_with_versions_has_to_have_the_one_that_is_adopted(
      String tool, String table, String columns, String rows) {
    Shop shop = Shop.on(database, db);
    toolHasApplied(table, columns, rows);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 1")).text())
        .contains(table(tool, table));
    sql(Shop.TOTAL);
    assertThat(shop.adopt("shop 2").result()).hasToString("adopted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node-pg-migrate|pgmigrations|id serial primary key, name varchar(255) not null, run_on timestamp not null|(1, '1_a', now()), (2, '2_b', now())",
        "graphile-migrate|graphile_migrate.migrations|hash text primary key, previous_hash text, filename text not null, date timestamptz not null default now()|('a', null, '1.sql', now()), ('b', 'a', '2.sql', now())"
      })
  void a_table_with_names_is_known_and_no_difference(
      String tool, String table, String columns, String rows) {
    Shop shop = Shop.on(database, db);
    toolHasApplied(table, columns, rows);
    sql(Shop.TOTAL);
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.result()).hasToString("adopted");
    assertThat(report.from().orElseThrow()).contains(table(tool, table));
  }
}
