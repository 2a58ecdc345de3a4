package io.lockstep.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README, as a process. */
class DemoTest {
  @TempDir Path temporary;

  private Process demo(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName(),
                "--db",
                "../db"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void the_demo_goes_forth_and_back_and_ends() throws Exception {
    Process process = demo("--exit");
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines.stream().filter(line -> line.matches(".* INFO  +done: main is at 000.")))
        .extracting(line -> line.substring(line.length() - 4))
        .containsExactly("0001", "0002", "0001");
    assertThat(lines).anyMatch(line -> line.matches(" +0002 +undone .*"));
    assertThat(lines).as("its server has ended").noneMatch(line -> line.startsWith("try it"));
  }

  @Test
  void a_wrong_option_is_an_error_in_words_and_not_all_of_the_help() throws Exception {
    Process process = demo("--nonsense");
    assertThat(process.inputReader().lines().toList())
        .hasSizeLessThan(5)
        .anyMatch(line -> line.contains("--nonsense"));
    assertThat(process.waitFor()).isEqualTo(2);
  }

  @Test
  void the_demo_prints_its_version() throws Exception {
    Process process = demo("--version");
    assertThat(process.inputReader().lines().toList())
        .anyMatch(line -> line.matches("Lockstep [0-9].*"))
        .anyMatch(line -> line.startsWith("Flyway "));
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void the_demo_serves_the_page_until_it_is_ended_and_leaves_no_data_behind() throws Exception {
    Process process = demo();
    try (BufferedReader output = process.inputReader()) {
      String url = url(output);
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                  .body())
          .contains("0001", "0002", "undone");
      process.destroy();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    try (Stream<Path> left = Files.walk(temporary)) {
      assertThat(left.filter(file -> file.endsWith("PG_VERSION"))).isEmpty();
    }
  }

  private static String url(BufferedReader output) throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith("and in a browser: ")) {
      line = output.readLine();
    }
    assertThat(line).as("the line with the URL").isNotNull();
    return line.substring("and in a browser: ".length());
  }
}
