package io.lockstep.fingerprint.scope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "schema s | s",
        "schema \"A \"\" b\" | A \" b",
        "table s.t | s",
        "table \"A.b\".\"t.x\" | A.b",
        "materialized view s.v | s",
        "function s.f(a x.t) | s",
        "window function s.f() | s",
        "statistics s.x | s",
      })
  void a_key_outside_the_home_has_its_schema(String key, String schema) {
    assertThat(ObjectSchema.of(key)).contains(schema);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "table t",
        "table \"s.t\"",
        "function f(a s.t)",
        "column t.a",
        "constraint t.pk",
        "extension s",
        "grant on table s.t to reader",
      })
  void a_key_of_the_home_or_of_a_part_has_none(String key) {
    assertThat(ObjectSchema.of(key)).isEmpty();
  }
}
