package io.lockstep.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin;\ncreate table a();\ncommit;",
        "select 1; COMMIT;",
        "/* x */ start transaction;",
        "rollback;",
        "rollback work;",
        "END;",
        "abort;",
        "prepare transaction 'x';",
        "-- note\ncommit",
        "/* a /* nested */ one */ commit",
        "commit and chain;",
        "create table a();\n\u000bcommit;",
        "create table a();\n\u000b\f\u000b begin;",
        "select 1;\u000bend",
      })
  void a_script_must_not_end_the_steps_own_transaction(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection()).get().asString().contains("line ");
    assertThat(ScriptCheck.of(sql, true).objection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\echo hello\nselect 1;", "select 1;\n\\i other.sql\n", "\\connect x"})
  void psqls_own_commands_are_refused(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection()).get().asString().contains("psql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1;\nselect :SERVER_VERSION_NUM;",
        "select 1;\nselect :'DBNAME'::text;",
        "select 1;\nselect * from :\"USER\";",
        "select 1;\nselect :{?ON_ERROR_STOP};",
        "select 1;\nselect 1:::PORT;",
        "select 1;\nselect array[1,2,3] [1:ROW_COUNT];",
      })
  void a_variable_that_psql_sets_is_refused(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection())
        .get()
        .asString()
        .contains("line 2 has psql's variable :");
    assertThat(ScriptCheck.of(sql, true).objection())
        .get()
        .asString()
        .contains("line 2 has psql's variable :");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select ':USER', $$:PORT$$, 1 as \":HOST\"; -- :USER",
        "select 'a'::PORT, x::\"USER\";",
        "select :user, :USERS, :{?USER }, :'USER;",
        "copy a from stdin;\n:USER\n\\.\n",
      })
  void what_psql_leaves_as_it_stands_is_fine(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-- commit;\n/* begin; */ select 'commit;';",
        "create function f() returns void language plpgsql as $$\nbegin\n  perform 1;\nend\n$$;",
        "do $x$ begin execute $y$ commit $y$; end $x$;",
        "create function f() returns int begin atomic select 1; end;",
        "savepoint a; rollback to savepoint a; rollback work to a;",
        "copy a from stdin;\n\\N\tcommit;\n\\.\nselect 1;",
        "create table committed (\"end\" int, \"begin\" int);",
        "prepare p as select 1;",
        "select E'\\\\echo';",
      })
  void what_only_looks_like_it_is_fine(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set standard_conforming_strings = off;",
        "set local standard_conforming_strings to 'off';",
        "SET SESSION standard_conforming_strings=false;",
        "set standard_conforming_strings to on; set standard_conforming_strings to 0;",
        "select pg_catalog.set_config('standard_conforming_strings', 'off', false);"
      })
  void a_backslash_counts_in_quotes_where_the_script_has_set_so(String set) {
    assertThat(ScriptCheck.of(set + "\nselect 'a\\'; commit; --';", false).objection()).isEmpty();
    assertThat(ScriptCheck.of(set + "\nselect 'a\\'; --'; commit;", false).objection()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "set standard_conforming_strings = on;",
        "alter role x set standard_conforming_strings = off;",
        "select 'set standard_conforming_strings is off';",
        "create function f() returns int set standard_conforming_strings = off return 1;"
      })
  void a_backslash_is_a_character_in_quotes_else(String set) {
    assertThat(ScriptCheck.of(set + "\nselect 'a\\'; commit; --';", false).objection()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset standard_conforming_strings;",
        "RESET ALL;",
        "set standard_conforming_strings to default;"
      })
  void a_backslash_counts_again_as_it_did_at_first(String reset) {
    String script =
        "set standard_conforming_strings = %s;\n" + reset + "\nselect 'a\\'; commit; --';";
    assertThat(ScriptCheck.of(script.formatted("off"), false).objection()).isPresent();
    assertThat(ScriptCheck.of(script.formatted("on"), false, false).objection()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set transaction read only;",
        "set transaction isolation level serializable, read only, deferrable;",
        "/* x */ SET LOCAL transaction_read_only = on;",
        "select 1; set transaction_read_only to true;"
      })
  void a_transaction_in_which_nothing_can_be_recorded_is_refused(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection())
        .get()
        .asString()
        .contains("line 1 makes the step's transaction read only", "take READ ONLY out");
    assertThat(ScriptCheck.of(sql, true).objection()).isEmpty();
    assertThat(ScriptCheck.of("set transaction read write;", false).objection()).isEmpty();
    assertThat(ScriptCheck.of("savepoint a; " + sql + " rollback to a;", false).objection())
        .isEmpty();
  }

  @Test
  void statements_that_need_it_are_run_without_a_transaction() {
    assertThat(ScriptCheck.of("create index concurrently i on a (b);", false).noTransaction())
        .isTrue();
    assertThat(ScriptCheck.of("vacuum a;", false).noTransaction()).isTrue();
    assertThat(ScriptCheck.of("create index i on a (b);", false).noTransaction()).isFalse();
    assertThat(ScriptCheck.of("create index i on a (b);", true).noTransaction()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create subscription s connection 'x' publication p with (connect = false); create table a ();",
        "create subscription s connection 'x' publication p with (connect = off); create table a ();",
        "create subscription s connection 'x' publication p with (connect = 0); create table a ();",
        "create subscription s connection 'x' publication p with (create_slot = 'false'); create table a ();",
        "alter subscription s disable; alter subscription s set (slot_name = none); drop subscription s;",
        "create subscription s connection 'x' publication p with (connect = false, slot_name = none); drop subscription s;",
      })
  void a_subscription_without_a_slot_fits_in_a_transaction(String sql) {
    assertThat(ScriptCheck.of(sql, false)).isEqualTo(new ScriptCheck(Optional.empty(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create subscription s connection 'x' publication p; create table a ();",
        "create subscription s connection 'x' publication p with (connect = true); create table a ();",
        "drop subscription s; create table a ();",
        "alter subscription s set (slot_name = 't'); drop subscription s;",
      })
  void one_with_a_slot_does_not(String sql) {
    assertThat(ScriptCheck.of(sql, false).objection()).get().asString().contains("no-transaction");
  }

  @Test
  void a_mix_of_both_kinds_is_refused_unless_it_is_declared() {
    String mix = "create table a (b int);\ncreate index concurrently i on a (b);";
    assertThat(ScriptCheck.of(mix, false).objection()).get().asString().contains("no-transaction");
    assertThat(ScriptCheck.of(mix, true)).isEqualTo(new ScriptCheck(Optional.empty(), true));
  }
}
