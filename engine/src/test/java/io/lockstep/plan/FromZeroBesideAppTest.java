package io.lockstep.plan;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An app's first migration in a schema that other apps have migrated. */
class FromZeroBesideAppTest extends ShopAndStock {
  @Test
  void several_apps_share_a_schema() {
    database.lockstep(folder).migrate(targets("shop latest", "stock latest"));
    files.file("third/V1__a.sql", "create table third (id int);");
    run("third latest");
    run("shop zero");
    files.file("fourth/V1__a.sql", "create table fourth (id int);");
    run("fourth latest");
  }

  @Test
  void only_an_object_that_the_last_run_has_not_left_is_others_beside_other_apps() {
    run("shop latest");
    sql("create table items (id int)");
    assertThat(refusal("stock latest")).contains("made: table items\n");
    run("shop 1");
    sql("drop table items");
    run("stock latest");
  }

  @Test
  void partitions_made_at_run_time_are_their_tables() {
    files.file(
        "shop/3_parts.up.sql", "create table parts (id int primary key) partition by range (id);");
    run("shop latest");
    sql("create table parts_1 partition of parts for values from (1) to (2)");
    run("stock latest");
  }

  @Test
  void a_migration_that_stock_flyway_has_applied_since_is_an_apps() {
    run("shop 1");
    sql(
        "create table more (id int)",
        "insert into shop_schema_history (installed_rank, version, description, type, script, installed_by, installed_on, execution_time, success)"
            + " values (9, '2', 'paid', 'SQL', '2_paid.up.sql', 'me', clock_timestamp() + interval '1 s', 1, true)");
    run("stock latest");
  }

  @Test
  void an_app_of_another_name_does_not_begin_on_top_of_itself() throws Exception {
    run("shop latest");
    sql("insert into orders values (1)");
    Files.move(folder.resolve("shop"), folder.resolve("store"));
    assertThat(refusal("store latest"))
        .contains("app shop, which is not on disk, has applied the same migrations")
        .contains("\"shop zero\"", "--from-zero store ");
    run("stock latest");
    database.lockstep(folder).migrate(targets("shop zero", "store latest"));
  }

  @Test
  void an_app_that_begins_like_one_of_another_catalog_is_not_that_one() throws Exception {
    for (String app : List.of("one", "two")) {
      files.file(app + "/V1__init.sql", "create extension if not exists pg_stat_statements;");
      files.file(app + "/V2__" + app + ".sql", "create table " + app + " (id int);");
    }
    run("one latest");
    Files.move(folder.resolve("one"), folder.resolveSibling(folder.getFileName() + "-one"));
    run("two latest");
  }

  @Test
  void a_first_run_that_failed_is_begun_again_beside_what_was_made_to_fix_it() {
    files.file("bad/V1__a.sql", "create table a as select * from seed;");
    problem(ExitCode.MIGRATION_FAILED, () -> run("bad latest"));
    sql("create table seed (a int)");
    assertThat(refusal("shop latest")).contains("made: table seed\n");
    run("bad latest");
    run("stock latest");
  }
}
