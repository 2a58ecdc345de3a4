package io.lockstep.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script must be to run in batches. */
class BatchScriptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update t set a = 1 where id in (select id from t where a is null limit :batch);",
        "/* why */ delete from t where ctid = any(array(select ctid from t limit :batch))",
        "insert into t select * from s limit :batch on conflict do nothing;;",
        "with due as (select id from t where a is null limit :batch) update t set a = 1 from due where t.id = due.id;",
        "with recursive \"update\" as (select 1), delete as (select 2) merge into t using s on true when matched then update set a = :batch",
        "update t set skip = locked, a = 'skip locked' where locked and skip limit :batch",
        "with a as (delete from s returning *), b (x, y) as materialized (select 1, :batch) insert into t select * from a",
      })
  void a_statement_that_changes_rows_is_accepted(String text) {
    assertThat(BatchScript.objection(text, OptionalInt.of(10))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- nothing|has no statement",
        "update t set a = 1; update t set b = 1;|has 2 statements",
        "set local work_mem = '1GB'; update t set a = 1;|has 2 statements",
        "update t set a = 1 \\; delete from t|has 2 statements",
        "select f();|line 1 has SELECT",
        "with x as (update t set a = 1 returning 1) select count(*) from x|line 1 has SELECT",
        "create table u (id int);|line 1 has CREATE",
        "do $$ begin end $$|line 1 has DO",
        "copy t from stdin;|line 1 has COPY",
        "truncate t|line 1 has TRUNCATE",
        "explain analyze update t set a = 1|line 1 has EXPLAIN",
        "delete from t where id in (select id from t for update skip locked)|has SKIP LOCKED",
        "with d as (select id from t for no key update of t Skip /* - */ Locked) update t set a = 1 from d where t.id = d.id|has SKIP LOCKED",
      })
  void anything_else_is_refused(String text, String why) {
    assertThat(BatchScript.objection(text, OptionalInt.empty()).orElseThrow().why()).contains(why);
  }

  @Test
  void a_number_and_its_use_must_come_together() {
    String uses = "delete from t where id in (select id from t limit :batch)";
    assertThat(BatchScript.objection(uses, OptionalInt.empty()).orElseThrow().next())
        .contains("batch 5000");
    String not = "delete from t where id::batch > 1 and ':batch' = $$:batch$$ /* :batch */";
    assertThat(BatchScript.objection(not, OptionalInt.of(5)).orElseThrow().next())
        .contains("LIMIT :batch");
    assertThat(BatchScript.objection(not, OptionalInt.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update t set a = 1|t",
        "update only public . \"T\" set a = 1|public . \"T\"",
        "/* x */ delete /* y */ from s.t where true|s.t",
        "insert into \"a.\"\"b\" values (1)|\"a.\"\"b\"",
        "with x as (select 1) merge into é using x on true when matched then delete|é",
        "update only (t) set a = 1|t",
      })
  void its_table_is_found_by_its_text(String text, String table) {
    Statement statement = new ScriptScanner(text, () -> true).next().orElseThrow();
    assertThat(ChangingStatement.of(statement).flatMap(ChangingStatement::table))
        .isEqualTo(Optional.of(table));
  }
}
