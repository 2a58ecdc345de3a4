package io.lockstep.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo script after which the schema is as before, while data of before is lost. */
class UndoLossesTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;

  private List<String> lines(String sql, String undo) {
    new MigrationFolder(db)
        .file("a/V1__t.sql", "create table t (id int, n int); create table u (id int);")
        .file("a/U1__t.sql", "drop table t; drop table u;")
        .file("a/V2__e.sql", sql)
        .file("a/U2__e.sql", undo);
    return Rehearsing.lines(Rehearsing.fromZero(database, db), db).stream().skip(1).toList();
  }

  @Test
  void a_column_that_is_made_anew_by_the_undo_script_has_lost_its_data() {
    assertThat(
            lines(
                "alter table t alter n type bigint;",
                "alter table t drop n; alter table t add n int;"))
        .contains("V2__e.sql: lint: undo destroys data: drops column t.n");
  }

  @Test
  void a_table_that_is_made_anew_by_the_undo_script_has_lost_its_data() {
    assertThat(lines("alter table u add x int;", "drop table u; create table u (id int);"))
        .contains("V2__e.sql: lint: undo destroys data: drops table u");
  }

  @Test
  void a_table_that_the_undo_script_empties_has_lost_what_was_there_before() {
    assertThat(lines("insert into t values (1), (2);", "delete from t; truncate u;"))
        .containsExactly("V2__e.sql: lint: undo destroys data: empties table t, empties table u");
  }

  @Test
  void what_the_migration_itself_has_made_is_no_loss() {
    assertThat(
            lines(
                "create table v (id int); alter table t add x int; alter table u rename to w;",
                "drop table v; alter table t drop x; alter table w rename to u;"))
        .noneMatch(line -> line.contains("undo destroys"));
  }

  @Test
  void what_the_migration_has_destroyed_is_lost_by_the_migration() {
    assertThat(
            lines(
                "alter table t drop n; drop table u;",
                "alter table t add n int; create table u (id int);"))
        .contains("V2__e.sql: lint: destroys data: drops table u, column t.n")
        .noneMatch(line -> line.contains("undo destroys"));
  }
}
