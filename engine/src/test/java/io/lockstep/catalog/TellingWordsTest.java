package io.lockstep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TellingWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin",
        "start",
        "commit",
        "rollback",
        "abort",
        "end",
        "prepare",
        "concurrently",
        "vacuum",
        "reindex",
        "database",
        "tablespace",
        "subscription",
        "system",
        "discard"
      })
  void each_is_found_in_either_case_wherever_it_is(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    String mixed = upper.charAt(0) + word.substring(1);
    assertThat(new String[] {word, upper, mixed, "select 1;" + word + ";", "a\n" + word + "\nb"})
        .allMatch(TellingWords::in);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "create table a (id int);",
        "commits, recommit, commit_date, vendor",
      })
  void other_words_are_not(String sql) {
    assertThat(TellingWords.in(sql)).isFalse();
  }

  @Test
  void a_backslash_may_begin_a_command_of_psqls() {
    assertThat(TellingWords.in("select 1;\n\\i file")).isTrue();
  }
}
