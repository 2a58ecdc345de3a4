package io.lockstep.adopt;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of tools whose files {@code import --from sql} takes. */
class NumberedToolsTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  private void sql(String sql) {
    database.jdbc().sql(sql).update();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refinery|refinery_schema_history|version int4 primary key, name varchar(255), applied_on varchar(255), checksum varchar(255)|(1, 'a', '', ''), (2, 'b', '', '')",
        "node-pg-migrate|pgmigrations|id serial primary key, name varchar(255) not null, run_on timestamp not null|(1, '1_a', now()), (2, '2_b', now())",
        "db-migrate|migrations|id serial primary key, name varchar(255) not null, run_on timestamp not null|(1, '/1-a', now()), (2, '/2-b', now())",
        "postgres-migrations|migrations|id integer primary key, name varchar(100) unique not null, hash varchar(40) not null, executed_at timestamp default current_timestamp|(0, 'create-migrations-table', '', now()), (1, 'a', '', now()), (2, 'b', '', now())",
        "graphile-migrate|graphile_migrate.migrations|hash text primary key, previous_hash text, filename text not null, date timestamptz not null default now()|('a', null, '1.sql', now()), ('b', 'a', '2.sql', now())",
        "postgrator|schemaversion|version bigint primary key, name text, md5 text, run_at timestamptz|(0, null, null, now()), (1, 'a', '', now()), (2, 'b', '', now())",
        "tern|schema_version|version int4 not null|(2)"
      })
  void their_tables_say_what_is_applied(String tool, String table, String columns, String rows) {
    Shop shop = Shop.on(database, db);
    sql("create schema graphile_migrate");
    sql("create table %s (%s)".formatted(table, columns));
    sql("insert into %s values %s".formatted(table, rows));
    sql(Shop.ORDERS);
    assertThat(problem(ExitCode.REFUSED, () -> shop.adopt("shop 1")).text())
        .contains(table.replaceFirst(".*\\.", "") + " (" + tool + ")");
    sql(Shop.TOTAL);
    AdoptionReport report = shop.adopt("shop 2");
    assertThat(report.result()).hasToString("adopted");
    assertThat(report.from().orElseThrow()).endsWith(" (" + tool + ")");
  }
}
