package io.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackStatementTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rollback",
        "-- a\rrollback and chain;\ninsert into u values (2)",
        "prepare p (int) as select $1; ABORT; select $1",
        "/* a */ rollback /* b */ work",
        "/* a /* b */ c */ select 1; rollback",
        "select 'a\\', 'b'; rollback; select 'x'",
        "select a$b$c; rollback; select 1 as a$b$c",
        "select '; rollback'; rollback",
      })
  void a_rollback_is_found_wherever_postgresql_finds_one(String sql) {
    assertThat(RollbackStatement.mayBe(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "rollback to savepoint a",
        "ROLLBACK WORK TO a",
        "-- rollback drop table t\nalter table t add column w int",
        "/*; rollback */ comment on table t is 'it''s; rollback'",
        "do $a$ begin; rollback; end $a$",
        "create type s as enum ('abort')",
        "alter table \"; rollback\" add column abort int",
      })
  void a_word_in_a_text_a_comment_or_a_name_is_none(String sql) {
    assertThat(RollbackStatement.mayBe(sql)).isFalse();
  }
}
