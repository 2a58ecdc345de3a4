package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TRUNCATE, and DELETE without WHERE, destroy data as DROP does. */
class EmptiedTablesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  private List<String> lints(String sql) {
    new MigrationFolder(db)
        .file(
            "a/V1__t.sql",
            """
            create table t (id int primary key);
            create table of_t (id int references t);
            create table "Odd" (id int);
            create schema s;
            create table s.u (id int);
            create table p (id int) partition by list (id);
            create table p1 partition of p for values in (1);
            create function clear() returns void language sql as 'truncate "Odd"';
            """)
        .file(
            "a/U1__t.sql",
            "drop function clear; drop table p, s.u, \"Odd\", of_t, t; drop schema s;")
        .file("a/V2__e.sql", sql)
        .file("a/U2__e.sql", "");
    return Rehearsing.lines(Rehearsing.fromZero(database, db), db).stream().skip(1).toList();
  }

  @Test
  void truncate_destroys_data() {
    assertThat(lints("truncate table \"Odd\", s.u restart identity;"))
        .containsExactly("V2__e.sql: lint: destroys data: empties table \"Odd\", table s.u");
  }

  @Test
  void truncate_with_cascade_destroys_the_data_of_others_too() {
    assertThat(lints("/* why */ TRUNCATE t CASCADE;"))
        .containsExactly("V2__e.sql: lint: destroys data: empties table of_t, table t");
  }

  @Test
  void a_partitioned_table_is_named_once() {
    assertThat(lints("truncate p;"))
        .contains("V2__e.sql: lint: destroys data: empties table p")
        .noneMatch(line -> line.contains("rewrites"));
  }

  @Test
  void delete_without_where_destroys_data() {
    assertThat(lints("delete from only public.t; delete from s.u where id = 1;"))
        .containsExactly("V2__e.sql: lint: destroys data: empties table t");
  }

  @Test
  void what_the_script_made_itself_is_no_loss() {
    assertThat(lints("create temp table x (id int); truncate x; delete from x;"))
        .containsExactly("V2__e.sql: ok");
  }

  @Test
  void a_truncate_inside_a_function_is_a_rewrite_perhaps() {
    assertThat(lints("select clear();"))
        .containsExactly("V2__e.sql: lint: rewrites (or truncates) \"Odd\"");
  }
}
