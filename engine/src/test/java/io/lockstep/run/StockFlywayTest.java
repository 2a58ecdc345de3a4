package io.lockstep.run;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 8: others still read it. */
class StockFlywayTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  private Flyway flyway(String table, String target) {
    return Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("main"))
        .table(table)
        .target(target)
        .load();
  }

  private static List<MigrationState> states(Flyway flyway) {
    return Arrays.stream(flyway.info().all()).map(i -> i.getState()).toList();
  }

  @Test
  void stock_flyway_reads_validates_and_goes_on_after_applies_and_undos() {
    database.lockstep(folder).migrate(targets("main latest", "main 1", "main 2"));
    Flyway stock = flyway("main_schema_history", "latest");
    assertThat(states(stock)).contains(MigrationState.SUCCESS, MigrationState.PENDING);
    assertThat(stock.info().current().getVersion().getVersion()).isEqualTo("0002");
    assertThat(stock.migrate().migrationsExecuted).isEqualTo(1);
    stock.validate();
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0003");
    assertThat(database.lockstep(folder).migrate(targets("main latest")).result())
        .hasToString("nothing to do");
    database.lockstep(folder).migrate(targets("main zero"));
    assertThat(database.fingerprint()).isEmpty();
    assertThat(stock.migrate().migrationsExecuted).isEqualTo(3);
  }

  @Test
  void a_database_that_flyway_manages_is_adopted_as_it_is() {
    flyway("flyway_schema_history", "1").migrate();
    new MigrationFolder(folder).file("main/lockstep.properties", "history=flyway_schema_history\n");
    assertThat(database.lockstep(folder).list().apps()).hasSize(1);
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0001");
    database.lockstep(folder).migrate(targets("main latest"));
    database.lockstep(folder).migrate(targets("main zero"));
    assertThat(database.fingerprint()).isEmpty();
    database.lockstep(folder).migrate(targets("main 2"));

    Flyway stock = flyway("flyway_schema_history", "latest");
    assertThat(stock.info().current().getVersion().getVersion()).isEqualTo("0002");
    assertThat(stock.migrate().migrationsExecuted).isEqualTo(1);
    stock.validate();
  }

  @Test
  void a_version_that_flyways_repair_has_given_up_with_its_file_is_no_finding() {
    Flyway stock = flyway("main_schema_history", "latest");
    stock.migrate();
    new MigrationFolder(folder).without("main/V0002__b.sql").without("main/U0002__b.sql");
    stock.repair();
    stock.validate();
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.lockstep(folder).verify(List.of("main latest")).findings())
        .noneMatch(finding -> finding.contains("0002"));
    new MigrationFolder(folder).file("main/V0002__b.sql", "create table again ();");
    assertThat(database.lockstep(folder).verify(List.of()).findings())
        .contains("main 0002 is missing: it is not applied, but 0003 is (out of order)");
  }

  @Test
  void the_history_that_an_app_goes_on_with_is_refused_where_it_is_in_another_schema() {
    new MigrationFolder(folder)
        .file("main/lockstep.properties", "history=h\n")
        .file(
            "main/V0001__a.sql",
            "create schema if not exists app;\ndrop table if exists app.a;\ncreate table app.a ();\n")
        .file("main/V0002__b.sql", "drop table if exists app.b;\ncreate table app.b (id int);\n");
    Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("main"))
        .defaultSchema("meta")
        .table("h")
        .target("2")
        .load()
        .migrate();
    assertThat(
            problem(
                    ExitCode.REFUSED,
                    () -> database.lockstep(folder).migrate(targets("main latest")))
                .text())
        .contains(
            "app main has no history here, but meta.h (Flyway) has applied 0001, 0002\nIf that is the app's history, set POSTGRES_SCHEMA=meta",
            "--from-zero main");
    assertThat(database.lockstep(folder).migrate(with(fromZero("main"), "main 2")).steps())
        .isNotEmpty();
  }

  @Test
  void flyways_own_table_that_no_app_has_adopted_is_not_touched() {
    flyway("flyway_schema_history", "1").migrate();
    assertThat(database.lockstep(folder).list().apps())
        .singleElement()
        .satisfies(app -> assertThat(app.current()).isEqualTo("zero"));
  }

  @Test
  void what_a_baseline_stands_for_counts_as_applied_and_can_not_be_taken_back() {
    Flyway.configure()
        .dataSource(database.url(), "postgres", "postgres")
        .table("main_schema_history")
        .baselineVersion("2")
        .load()
        .baseline();
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("2");
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.fingerprint()).contains("relation c").doesNotContain("relation a ");
    assertThat(
            problem(ExitCode.REFUSED, () -> database.lockstep(folder).migrate(targets("main 1")))
                .text())
        .contains("baseline at 2");
    database.lockstep(folder).migrate(targets("main 2"));
    assertThat(database.fingerprint()).isEmpty();
  }

  @Test
  void what_a_baseline_script_stands_for_counts_as_applied() {
    flyway("main_schema_history", "1").migrate();
    database
        .jdbc()
        .sql(
            """
            insert into main_schema_history
              (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values (2, '2', 'b', 'SQL_BASELINE', 'B2__b.sql', 1, 'postgres', 1, true)
            """)
        .update();
    assertThat(flyway("main_schema_history", "latest").info().pending()).hasSize(1);
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(database.fingerprint()).contains("relation c").doesNotContain("relation b ");
  }

  @Test
  void a_step_that_failed_in_stock_flyway_is_not_passed_by() {
    new MigrationFolder(folder)
        .file("main/V0004__i.sql", "create index concurrently i on a (nothing);");
    Flyway stock =
        Flyway.configure()
            .configuration(flyway("main_schema_history", "latest").getConfiguration())
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .load();
    assertThatThrownBy(stock::migrate).hasMessageContaining("nothing");
    for (String target : List.of("main 2", "main 3")) {
      assertThat(
              problem(ExitCode.REFUSED, () -> database.lockstep(folder).migrate(targets(target)))
                  .text())
          .contains("apply V0004__i.sql was begun by Flyway", "migrate \"main 0004\"");
    }
    new MigrationFolder(folder).file("main/V0004__i.sql", "create index concurrently i on a (id);");
    database.lockstep(folder).migrate(targets("main latest"));
    stock.validate();
  }

  @Test
  void the_history_table_is_made_as_flyway_makes_it() {
    TestDatabase stock = TestDatabase.create();
    Flyway.configure()
        .dataSource(stock.url(), "postgres", "postgres")
        .locations("filesystem:" + folder.resolve("main"))
        .table("main_schema_history")
        .load()
        .migrate();
    database.lockstep(folder).migrate(targets("main latest"));
    assertThat(table(database)).isEqualTo(table(stock));
    assertThat(rows(database)).isEqualTo(rows(stock));
  }

  private static List<String> table(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            """
            select attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
              from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
             where attrelid = 'main_schema_history'::regclass and attnum > 0
            union all
            select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'main_schema_history'::regclass
            """)
        .query(String.class)
        .list();
  }

  private static List<String> rows(TestDatabase database) {
    return database
        .jdbc()
        .sql(
            """
            select concat_ws('|', installed_rank, version, description, type, script, checksum, installed_by, success)
              from main_schema_history order by installed_rank
            """)
        .query(String.class)
        .list();
  }
}
