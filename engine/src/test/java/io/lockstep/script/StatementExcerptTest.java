package io.lockstep.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementExcerptTest {
  @Test
  void comments_are_left_out_wherever_they_stand() {
    assertThat(StatementExcerpt.of("/* Copyright\n * 2026 */\n-- Apache\ndrop table a;"))
        .isEqualTo("drop table a");
    assertThat(StatementExcerpt.of("do $$\n-- Copyright 'x\nbegin /* y */ drop table a; end $$;"))
        .isEqualTo("do $$ begin drop table a; end $$");
    assertThat(StatementExcerpt.of("select '-- no comment', \"/* nor\"\"this */\""))
        .isEqualTo("select '-- no comment', \"/* nor\"\"this */\"");
  }

  @Test
  void a_long_statement_is_cut_off_and_a_comment_alone_is_shown() {
    assertThat(StatementExcerpt.of("select " + "x".repeat(1000))).hasSize(161).endsWith("x…");
    assertThat(StatementExcerpt.of("/* cut off by the server" + " *".repeat(20_000)))
        .startsWith("/* cut off");
    assertThat(StatementExcerpt.of("-- nothing")).isEqualTo("-- nothing");
  }
}
