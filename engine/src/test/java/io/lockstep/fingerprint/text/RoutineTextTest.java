package io.lockstep.fingerprint.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutineTextTest {
  private static boolean differ(String language, String one, String other) {
    return RoutineText.differsInBlanks(function(language, one), function(language, other));
  }

  private static String function(String language, String body) {
    return "CREATE OR REPLACE FUNCTION public.f()\n RETURNS integer\n LANGUAGE %s\nAS $function$%s$function$\n"
        .formatted(language, body.translateEscapes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "begin return 1; end|begin\\n  return 1;\\nend",
        "begin\\r\\n  return 1;\\r\\nend\\r\\n|begin\\n  return 1;\\nend\\n",
        "begin return f( 1,2 ) ; end|begin return f(1, 2); end",
        "begin x:=a+b; end|begin x := a + b; end",
        "begin return 1; end  \\t|begin return 1; end",
        "begin -- why\\n return 1; end|begin   --   why  \\n\\n return 1; end",
        "begin /* a\\n b */ return 1; end|begin /* a b */ return 1; end",
        "begin return 'a b'; end|begin\\treturn 'a b'; end"
      })
  void blanks_that_mean_nothing_are_seen(String one, String other) {
    assertThat(differ("plpgsql", one, other)).isTrue();
    assertThat(differ("sql", one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "return 'a  b';|return 'a b';",
        "return 'a\\r\\nb';|return 'a\\nb';",
        "select \"a  b\";|select \"a b\";",
        "execute $q$a  b$q$;|execute $q$a b$q$;",
        "-- no\\nreturn 1;|-- no return 1;",
        "return 1 - -1;|return 1 --1;",
        "return ab;|return a b;",
        "return 'a''b';|return 'a' 'b';",
        "return E'a\\\\'  b';|return E'a\\\\' b';",
        "return 1;|return 2;"
      })
  void blanks_that_mean_something_are_a_difference(String one, String other) {
    assertThat(differ("plpgsql", one, other)).isFalse();
  }

  @Test
  void another_language_may_count_its_indentation() {
    assertThat(differ("plpython3u", "if x:\\n  return 1", "if x:\\n    return 1")).isFalse();
    assertThat(differ("plpython3u", "return 1\\r\\n", "return 1  \\n")).isTrue();
  }

  @Test
  void the_head_of_a_routine_and_other_objects_are_compared_as_they_are() {
    assertThat(RoutineText.differsInBlanks("a  b", "a b")).isFalse();
    assertThat(
            RoutineText.differsInBlanks(
                function("sql", "select 1"),
                function("sql", "select 1").replace("integer", "text")))
        .isFalse();
  }

  @Test
  void a_body_of_a_megabyte_is_read_at_once() {
    String long1 = "begin perform 'x y';\\n".repeat(50_000);
    assertThat(differ("plpgsql", long1, long1.replace("perform ", "perform  "))).isTrue();
  }
}
