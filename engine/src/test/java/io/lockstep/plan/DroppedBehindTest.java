package io.lockstep.plan;

import static io.lockstep.Asking.fromZero;
import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.schema.Relations;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in public, behind the schema that an app begins in, is not dropped by its scripts. */
class DroppedBehindTest {
  private final TestDatabase database = TestDatabase.create("service");
  @TempDir private Path folder;

  private void begin(String script) {
    database.jdbc().sql("create table public.orders (id int)").update();
    new MigrationFolder(folder).file("shop/V1__a.sql", script);
  }

  private void run() {
    database.lockstep(folder).migrate(targets("shop latest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table if exists orders;\ncreate table orders (id int);",
        "DROP TABLE IF EXISTS items, Orders CASCADE;",
        "drop table public.orders;",
        "drop table \"public\".\"orders\";",
        "drop schema if exists public cascade;\ncreate schema public;",
      })
  void a_script_that_drops_it_is_refused(String script) {
    begin(script);
    assertThat(problem(ExitCode.REFUSED, this::run).text())
        .contains("V1__a.sql drops public.orders\n", "POSTGRES_SCHEMA=public")
        .contains("--from-zero shop ");
    assertThat(Relations.exists(database.jdbc(), "public.orders")).isTrue();
    database.lockstep(folder).migrate(with(fromZero("shop"), "shop latest"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create table orders (id int);\ndrop table orders;",
        "create table service.orders (id int);\ndrop table service.orders;",
        "create table lines (id int, orders int);\ndrop table lines;",
        "create view v as select id from orders;\ndrop view v;",
      })
  void a_script_that_drops_its_own_alone_is_not(String script) {
    begin(script);
    run();
    assertThat(Relations.exists(database.jdbc(), "public.orders")).isTrue();
  }
}
