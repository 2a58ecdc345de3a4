package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.LockstepException;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.functions.login.Logins;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder.BCryptVersion;

/** With a file of htpasswd, only those in it see anything but whether a probe is good. */
class BasicAuthTest {
  private static final int CHEAP = 4;

  /** A check takes some tenths of a second, so that what happens meanwhile can be seen. */
  private static final int DEAR = 12;

  /** "lockstep", by Debian's crypt(3), whose code is that of htpasswd -B. */
  private static final String HTPASSWD =
      "joe:$2y$05$abcdefghijklmnopqrstuu0BUroWcrPO6LHilBIqjXyq91155/5e.";

  @TempDir Path db;
  @TempDir Path secret;
  private final TestDatabase database = TestDatabase.create();
  private final HttpClient client = HttpClient.newHttpClient();
  private ServedFunctions served;

  @BeforeEach
  void serve() throws IOException {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main 0001"));
    accounts(line(BCryptVersion.$2Y, CHEAP, "ann", "s3cret"));
    served =
        ServedFunctions.on(
            database.settings(),
            db,
            Map.of(
                "LOCKSTEP_BASIC_AUTH_FILE", file().toString(),
                "LOCKSTEP_METRICS", "true",
                "LOCKSTEP_TARGETS", "main latest"));
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/migrations",
        "/migrations/main",
        "/runs",
        "/runs/1",
        "/timeline",
        "/plan?target=main+1",
        "/metrics",
        "/none"
      })
  void every_path_wants_a_login(String path) {
    for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "DELETE")) {
      HttpResponse<String> answer =
          served.send(served.request(path).method(method, BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValue("Basic realm=\"Lockstep\", charset=\"UTF-8\"");
      assertThat(answer.body()).doesNotContain("main", "0001");
    }
    assertThat(get(path, "ann", "s3cret").statusCode()).isIn(200, 404);
    assertThat(get(path, "ann", "s3cret ").statusCode()).isEqualTo(401);
  }

  @Test
  void probes_need_no_login_and_say_nothing_without_one() {
    assertThat(served.get("/livez").statusCode()).isEqualTo(200);
    HttpResponse<String> answer = served.get("/readyz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("not ready\n");
    assertThat(get("/readyz", "ann", "s3cret").body()).contains("main is at 0001");
    assertThat(get("/readyz", "ann", "wrong").statusCode()).isEqualTo(401);
    database.lockstep(db).migrate(targets("main latest"));
    await().until(() -> served.get("/readyz").body().equals("ready\n"));
  }

  @Test
  void the_lines_of_htpasswd_and_of_others_that_write_bcrypt_are_taken() throws IOException {
    accounts(
        "# people\r",
        line(BCryptVersion.$2A, CHEAP, "spring", "a") + "\r",
        "",
        line(BCryptVersion.$2B, CHEAP, "python", "b"),
        line(BCryptVersion.$2Y, CHEAP, "apache", "c:d ö") + ":a comment",
        line(BCryptVersion.$2Y, CHEAP, "apache", "the second counts not"),
        HTPASSWD);
    assertThat(get("/runs", "spring", "a").statusCode()).isEqualTo(200);
    assertThat(get("/runs", "python", "b").statusCode()).isEqualTo(200);
    assertThat(get("/runs", "apache", "c:d ö").statusCode()).isEqualTo(200);
    assertThat(get("/runs", "joe", "lockstep").statusCode()).isEqualTo(200);
    assertThat(get("/runs", "apache", "the second counts not").statusCode()).isEqualTo(401);
    assertThat(get("/runs", "spring", "b").statusCode()).isEqualTo(401);
    assertThat(get("/runs", "nobody", "a").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic", "Basic ", "Basic !!!", "Basic YW5u", "Bearer YW5uOnMzY3JldA==", "x", ","})
  void a_header_that_is_no_login_is_refused(String header) {
    assertThat(served.send(served.request("/runs").header("Authorization", header)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void the_scheme_may_be_written_in_any_case() {
    String login = authorization("ann", "s3cret").replace("Basic", "bAsIc");
    assertThat(served.send(served.request("/runs").header("Authorization", login)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_file_that_changes_counts_from_the_next_request_on() throws IOException {
    assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(200);
    accounts(line(BCryptVersion.$2Y, CHEAP, "ann", "rotated"));
    assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(401);
    assertThat(get("/runs", "ann", "rotated").statusCode()).isEqualTo(200);
    accounts(line(BCryptVersion.$2Y, CHEAP, "bob", "rotated"));
    assertThat(get("/runs", "ann", "rotated").statusCode()).isEqualTo(401);
  }

  @Test
  void nobody_gets_in_while_the_file_is_wrong_or_missing() throws IOException {
    accounts("ann:{SHA}broken");
    assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(503);
    Files.delete(file());
    assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(503);
    assertThat(served.get("/livez").statusCode()).isEqualTo(200);
    accounts(line(BCryptVersion.$2Y, CHEAP, "ann", "s3cret"));
    assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nobody",
        "ann",
        "ann:plain",
        "ann:$apr1$x$yyyyyyyyyyyyyyyyyyyyyy",
        "ann:{SHA}5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
        "ann:$2y$31$cccccccccccccccccccccccccccccccccccccccccccccccccccccc",
        "ann:$2y$31$ccccccccccccccccccccccccccccccccccccccccccccccccccccc",
        ":$2y$05$ccccccccccccccccccccccccccccccccccccccccccccccccccccc"
      })
  void a_file_that_lets_nobody_in_is_refused_at_the_start_without_quoting_it(String text)
      throws IOException {
    accounts(text);
    assertThatThrownBy(() -> Logins.in(file()))
        .isInstanceOfSatisfying(
            LockstepException.class,
            refusal ->
                assertThat(refusal.text())
                    .contains("LOCKSTEP_BASIC_AUTH_FILE=", "htpasswd -nBC 10 NAME")
                    .doesNotContain("plain", "apr1", "5baa", "ccc"));
  }

  @Test
  void a_login_is_checked_once_and_then_remembered() throws IOException {
    accounts(line(BCryptVersion.$2Y, DEAR + 2, "ann", "s3cret"));
    long start = System.nanoTime();
    assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(200);
    long first = System.nanoTime() - start;
    start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      assertThat(get("/runs", "ann", "s3cret").statusCode()).isEqualTo(200);
    }
    assertThat(System.nanoTime() - start).as("ten logins after the first").isLessThan(first);
  }

  @Test
  void guesses_are_turned_away_and_neither_probes_nor_those_who_are_known_wait_for_them()
      throws IOException {
    accounts(
        line(BCryptVersion.$2Y, DEAR, "ann", "s3cret"),
        line(BCryptVersion.$2Y, CHEAP, "bob", "b0b"));
    assertThat(get("/runs", "bob", "b0b").statusCode()).isEqualTo(200);
    List<CompletableFuture<HttpResponse<String>>> guesses = guess(200, "ann");
    await().until(() -> answered(guesses) > 100);
    assertThat(served.get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/runs", "bob", "b0b").statusCode()).isEqualTo(200);
    assertThat(answered(guesses)).as("some guesses still wait").isLessThan(guesses.size());
    assertThat(guesses.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
        .extracting(HttpResponse::statusCode)
        .isSubsetOf(401, 429)
        .contains(429);
  }

  private static long answered(List<CompletableFuture<HttpResponse<String>>> guesses) {
    return guesses.stream().filter(CompletableFuture::isDone).count();
  }

  @Test
  void a_crowd_with_one_login_waits_for_one_check() throws IOException {
    accounts(line(BCryptVersion.$2Y, DEAR, "ann", "s3cret"));
    List<CompletableFuture<HttpResponse<String>>> crowd =
        IntStream.range(0, 100).mapToObj(i -> ask("ann", "s3cret")).toList();
    assertThat(crowd.stream().map(CompletableFuture::join))
        .extracting(HttpResponse::statusCode)
        .containsOnly(200);
  }

  private List<CompletableFuture<HttpResponse<String>>> guess(int times, String user) {
    return IntStream.range(0, times).mapToObj(i -> ask(user, "guess " + i)).toList();
  }

  private CompletableFuture<HttpResponse<String>> ask(String user, String password) {
    return client.sendAsync(
        served.request("/runs").header("Authorization", authorization(user, password)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String user, String password) {
    return served.send(served.request(path).header("Authorization", authorization(user, password)));
  }

  private static String authorization(String user, String password) {
    byte[] text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  private static String line(BCryptVersion version, int cost, String user, String password) {
    return user + ":" + new BCryptPasswordEncoder(version, cost).encode(password);
  }

  private Path file() {
    return secret.resolve("auth");
  }

  private void accounts(String... lines) throws IOException {
    Files.writeString(file(), String.join("\n", lines));
  }
}
