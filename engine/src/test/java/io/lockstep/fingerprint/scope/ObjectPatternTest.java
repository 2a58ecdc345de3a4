package io.lockstep.fingerprint.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.fingerprint.Fingerprint;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "table p_* | table p_2026_11",
        "table P_* | table p_2026_11",
        "table p_????_?? | table p_2026_11",
        "table p_* | table \"p_2026-11\"",
        "table p_* | table \"p_a.b\"",
        "table \"P_*\" | table \"P_x\"",
        "table \"p_*\" | table p_x",
        "table \"user\" | table \"user\"",
        "table user | table \"user\"",
        "table app.p_* | table p_1",
        "table *.p_* | table p_1",
        "table *.p_* | table s.p_1",
        "table s.* | table s.p_1",
        "index p_*_idx | index p_1_idx",
        "materialized view m* | materialized view mv",
        "function f | function f(a integer, b s.t)",
        "function f* | function f2()",
        "function f(*) | function f(a integer)",
        "function s.f | function s.f(a integer)",
        "column t.a | column t.a",
        "column s.t.* | column s.t.a",
        "trigger *.audit | trigger t.audit",
        "schema tenant_* | schema tenant_1",
        "schema tenant_* | table tenant_1.t",
        "schema tenant_* | function tenant_1.f(a integer)",
        "schema \"A b\" | table \"A b\".t",
        "extension postgis | extension postgis",
      })
  void a_pattern_names_what_looks_like_it(String pattern, String key) {
    assertThat(names(pattern, key)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table p_* | table p",
        "table p_* | table q",
        "table p_* | table s.p_1",
        "table p_* | table p_1.t",
        "table p_* | index p_1",
        "table p_* | table \"P_x\"",
        "table other.p_* | table p_1",
        "table p.1 | table px1",
        "function f(integer) | function f(text)",
        "function f | function ff()",
        "schema s | table s",
        "schema s | column s.b",
        "schema app | table t",
        "schema app | function f(a app.t)",
        "schema * | table t",
      })
  void a_pattern_does_not_name_anything_else(String pattern, String key) {
    assertThat(names(pattern, key)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p_*",
        "tabel p_*",
        "table",
        "table ",
        "table a.b.c",
        "table .a",
        "table a.",
        "table a..b",
        "table \"a",
        "table a\"b\"",
        "column a",
        "schema a.b",
        "extension a.b",
        "grant x",
        "",
      })
  void what_can_be_no_pattern_is_refused(String text) {
    assertThatThrownBy(() -> ObjectPattern.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean names(String pattern, String key) {
    TreeMap<String, String> objects = new TreeMap<>();
    objects.put(key, "");
    return new ObjectPatterns(List.of(ObjectPattern.parse(pattern)))
        .leftOutOf(new Fingerprint(objects), "app")
        .objects()
        .isEmpty();
  }
}
