package io.lockstep.knative;

import static io.lockstep.knative.Answers.Answer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.knative.Answers.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {
  private static final String LIST =
      """
      {"apps":[{"name":"main","current":"0002","latest":"0002","migrations":[]},
               {"name":"shop","current":"1.1","latest":"0003"},
               {"name":"empty","current":"zero","latest":"zero"}],
       "appVersion":"0.1.0","chartVersion":"0.1.0"}
      """;

  private final Answers function;

  CheckTest() throws IOException {
    function = new Answers();
  }

  @BeforeEach
  void serve() {
    function.with("/readyz", ok("ready\n")).with("/migrations", ok(LIST));
  }

  @AfterEach
  void stop() {
    function.close();
  }

  private CommandRun check(String... targets) {
    String[] args = new String[targets.length * 2 + 5];
    String[] first = {"check", "--url", function.url() + "/", "--timeout", "0s"};
    System.arraycopy(first, 0, args, 0, first.length);
    for (int i = 0; i < targets.length; i++) {
      args[first.length + 2 * i] = "--target";
      args[first.length + 2 * i + 1] = targets[i];
    }
    return CommandRun.of(args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main latest",
        "main 0002",
        "main 2",
        "main V2.0",
        "shop 1_1",
        "shop 01.01.0",
        "empty zero",
        "empty latest",
        "nowhere zero"
      })
  void a_target_that_is_reached_is_as_wanted(String target) {
    CommandRun run = check(target).exitsWith(0);
    assertThat(run.out()).contains("ok " + target.split(" ", -1)[0] + ": ", "all as wanted");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main 0001",
        "main zero",
        "shop latest",
        "shop 11",
        "empty 0001",
        "nowhere latest"
      })
  void a_target_that_is_not_reached_is_named(String target) {
    String app = target.split(" ", -1)[0];
    CommandRun run = check("main latest", target).exitsWith(1);
    run.saysWhy("not as wanted within 0s: " + app, "wanted " + target.split(" ", -1)[1]);
    assertThat(run.out()).contains("differs " + app + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "changed"})
  void a_repeatable_that_is_due_keeps_its_app_from_its_latest(String state) {
    function.with(
        "/migrations",
        ok(
            """
            {"apps":[{"name":"main","current":"0002","latest":"0003","migrations":[%1$s]},
                     {"name":"shop","current":"0003","latest":"0003","migrations":[%1$s]},
                     {"name":"views","current":"zero","latest":"zero","migrations":[%1$s]}]}
            """
                .formatted(
                    "{\"version\":null,\"description\":\"totals\",\"state\":\"" + state + "\"}")));
    check("main 2", "views zero").exitsWith(0);
    for (String target : new String[] {"shop latest", "shop 3", "views latest"}) {
      check(target).exitsWith(1).saysWhy("wanted " + target.split(" ", -1)[1], "due: totals");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"applied", "paused"})
  void a_repeatable_in_another_state_is_not_due_even_in_one_that_only_a_newer_function_has(
      String state) {
    function.with(
        "/migrations",
        ok(
            """
            {"apps":[{"name":"main","current":"0003","latest":"0003","migrations":[
                      {"version":null,"description":"totals","state":"%s"}]}]}
            """
                .formatted(state)));
    check("main latest").exitsWith(0);
  }

  @Test
  void a_target_is_as_wanted_while_the_rest_of_the_way_back_waits_for_the_new_pods() {
    for (String at : new String[] {"0003", ""}) {
      function.with(
          "/migrations",
          ok(
              """
              {"apps":[{"name":"main","current":"0003","latest":"0004","migrations":[]}],
               "heldBack":[{"app":"other","target":"other 0001","at":"0003"},{"app":"main","target":"main 0002","at":"%s"}]}
              """
                  .formatted(at)));
      check("main 1").exitsWith(1).saysWhy("at 0003, wanted 1");
      if (at.isEmpty()) {
        check("main 2").exitsWith(1);
      } else {
        assertThat(check("main 2").exitsWith(0).out()).contains("waits for the new pods");
      }
    }
  }

  @Test
  void a_target_behind_a_contract_step_is_as_wanted_while_that_waits_for_the_old_pods() {
    for (String state : new String[] {"waiting", "pending"}) {
      function.with(
          "/migrations",
          ok(
              """
              {"apps":[{"name":"main","current":"0002","latest":"0004","migrations":[
                        {"version":"0002","description":"a","state":"applied"},
                        {"version":"0003","description":"b","state":"waiting"},
                        {"version":"0004","description":"c","state":"%s"}]}]}
              """
                  .formatted(state)));
      assertThat(check("main 3").exitsWith(0).out()).contains("which waits for the old pods");
      check("main latest").exitsWith(state.equals("waiting") ? 0 : 1);
    }
  }

  @Test
  void the_last_target_of_an_app_counts() {
    check("main zero", "shop 1.1", "main latest").exitsWith(0);
    check("main latest", "main zero").exitsWith(1);
  }

  @Test
  void the_version_that_serves_is_compared() {
    CommandRun.of("check", "--url", function.url(), "--app-version", "0.1.0").exitsWith(0);
    CommandRun.of("check", "--url", function.url(), "--app-version", "0.2.0", "--timeout", "0s")
        .exitsWith(1)
        .saysWhy("app version: 0.1.0, wanted 0.2.0");
    function.with("/migrations", ok("{\"apps\":[]}"));
    CommandRun.of("check", "--url", function.url(), "--app-version", "0.2.0", "--timeout", "0s")
        .exitsWith(1)
        .saysWhy("app version: unknown, wanted 0.2.0");
  }

  @Test
  void a_function_with_a_login_is_as_wanted_when_it_is_ready_unless_more_is_wanted() {
    function.with("/migrations", new Answers.Answer(401, "{}"));
    check().exitsWith(0);
    check("main latest").exitsWith(1).saysWhy("GET /migrations: 401");
    CommandRun.of("check", "--url", function.url(), "--app-version", "0.1.0", "--timeout", "0s")
        .exitsWith(1);
    function.with("/readyz", new Answers.Answer(503, "not ready"));
    check().exitsWith(1);
  }

  @Test
  void check_polls_until_the_job_is_done_and_prints_each_change_once() {
    Answer waiting = new Answer(503, "main is at 0001, and not at 0002 yet\n");
    function.with("/readyz", waiting, waiting, ok("ready\n"));
    CommandRun run =
        CommandRun.of("check", "--url", function.url(), "--target", "main latest").exitsWith(0);
    assertThat(run.out().lines())
        .containsExactly(
            "asking " + function.url(),
            "differs GET /readyz: 503 main is at 0001, and not at 0002 yet, wanted 200",
            "ok app version: 0.1.0",
            "ok main: at 0002, wanted latest (0002)",
            "ok GET /readyz: 200 ready",
            "all as wanted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>hello</html>", "[]", "{\"apps\":7}", "null", "{\"apps\":["})
  void another_program_is_not_taken_for_the_function(String body) {
    function.with("/migrations", ok(body));
    check().exitsWith(1).saysWhy("GET /migrations: 200", "wanted the list");
  }

  @Test
  void text_from_elsewhere_is_short_and_cannot_control_a_terminal() {
    function.with("/readyz", new Answer(500, "\u001b[2Ja\r\nb" + "x".repeat(5000)));
    CommandRun run = check().exitsWith(1).saysWhy("500 ?[2Ja | bxxx");
    assertThat(run.err()).hasSizeLessThan(1000);
    function.with("/readyz", new Answer(500, "a\u009b2Jb\u202ec"));
    check().exitsWith(1).saysWhy("500 a?2Jb?c");
  }

  @Test
  void nobody_listening_is_said_after_the_timeout() {
    CommandRun run = CommandRun.of("check", "--url", "http://localhost:1", "--timeout", "4s");
    run.exitsWith(1).saysWhy("no answer within 4s: nobody listens there");
    assertThat(run.out()).containsOnlyOnce("no answer, trying again");
  }

  @Test
  void a_name_that_does_not_resolve_is_said() {
    CommandRun.of("check", "--url", "http://nowhere.invalid", "--timeout", "0s")
        .exitsWith(1)
        .saysWhy("its name doesn't resolve here");
  }

  @Test
  void an_answer_that_hangs_in_its_middle_is_given_up() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 9, InetAddress.getByName("localhost"))) {
      Thread server =
          new Thread(
              () -> {
                try {
                  Socket client = socket.accept(); // stays open until the test ends
                  client
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nre"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // the test is over
                }
              });
      server.start();
      long start = System.nanoTime();
      CommandRun.of(
              "check", "--url", "http://localhost:" + socket.getLocalPort(), "--timeout", "0s")
          .exitsWith(1)
          .saysWhy("/readyz took more than 5 s");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      server.join();
    }
  }

  @Test
  void the_service_gives_the_url_if_a_name_is_given(@TempDir Path folder) throws IOException {
    try (Answers cluster = new Answers()) {
      cluster.with(
          Knative.SERVICE, ok(Knative.service(1, 1, "\"url\":\"" + function.url() + "\"", "")));
      CommandRun.of(
              "check",
              "--name",
              "web",
              "--kubeconfig",
              cluster.kubeconfig(folder),
              "--target",
              "main latest")
          .exitsWith(0);
      assertThat(cluster.asked()).containsExactly(Knative.SERVICE);
    }
  }
}
