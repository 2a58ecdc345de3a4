package io.lockstep.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of settings means, and what is said of one that means nothing. */
class EnvFileTest {
  @TempDir private Path folder;

  private Map<String, String> read(String text) throws IOException {
    return EnvFile.read(Files.writeString(folder.resolve(".env"), text));
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(".env"), bytes);
    LockstepException refused =
        catchThrowableOfType(LockstepException.class, () -> EnvFile.read(file));
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.text()).startsWith("settings in " + file + ": ").doesNotContain("s3cret");
    return refused.text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a#b          | a#b
          #b           | #b
          a # b        | a
          "a # b"      | a # b
          "a" # b      | a
          'a # b'      | a # b
          'a' # b      | a
          'a"b'        | a"b
          "a'b"        | a'b
          a"b'c        | a"b'c
          a"           | a"
          "a\\"b"      | a"b
          "a\\b"       | a\\b
          'a\\b'       | a\\b
          a\\nb        | a\\nb
          $a${b}       | $a${b}
          a=b          | a=b
          a b          | a b
          ü            | ü
          ""           | ``
          ''           | ``
          """)
  void a_value_has_every_character_that_is_written(String written, String meant)
      throws IOException {
    assertThat(read("A=1\nX=" + written + "\nB=2\n"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "X", meant, "B", "2"));
  }

  @Test
  void a_line_may_be_written_as_shells_editors_and_windows_do() throws IOException {
    assertThat(
            read(
                "\uFEFF# settings\r\n\r\nexport A=1\r\n  B = 2  \r\nexport\tC='3'\r\nD=\r\nA=4\r\n"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "4", "B", "2", "C", "3", "D", ""));
  }

  @Test
  void a_quoted_value_may_have_several_lines() throws IOException {
    assertThat(read("A=\"one\ntwo\"\nB='three\r\nfour'\r\nC=5"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "one\ntwo", "B", "three\nfour", "C", "5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          X            | line 2 is not NAME=VALUE
          X s3cret     | line 2 is not NAME=VALUE
          =s3cret      | line 2 is not NAME=VALUE
          X Y=s3cret   | line 2 is not NAME=VALUE
          X="s3cret    | the quote that begins in line 2 does not end
          X='s3cret    | the quote that begins in line 2 does not end
          X="a"s3cret  | line 2 goes on after the quote that ends its value
          X="a" "b"    | line 2 goes on after the quote that ends its value
          """)
  void a_line_that_means_nothing_is_refused_by_its_number(String line, String why)
      throws IOException {
    assertThat(refusal(("A=1\n" + line + "\nB=2\n").getBytes(StandardCharsets.UTF_8)))
        .contains(why);
  }

  @Test
  void a_file_that_is_not_utf_8_is_refused_as_that() throws IOException {
    assertThat(refusal("X=s3cret\u00fc".getBytes(StandardCharsets.ISO_8859_1))).contains("UTF-8");
  }

  @Test
  void a_folder_is_refused_as_that() {
    LockstepException refused =
        catchThrowableOfType(LockstepException.class, () -> EnvFile.read(folder));
    assertThat(refused.text()).contains("it is a folder");
  }
}
