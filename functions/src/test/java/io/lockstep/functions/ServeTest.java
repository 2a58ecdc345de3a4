package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.lockstep.JavaProcesses;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program itself, as {@code ./lockstep serve} starts it. */
class ServeTest {
  private static final Pattern PORT = Pattern.compile("on port ([0-9]+)");

  @TempDir Path db;
  @TempDir Path logs;
  private final TestDatabase database = TestDatabase.create();
  private final JavaProcesses java = new JavaProcesses();

  @AfterEach
  void stop() {
    java.close();
  }

  private Process serve(Map<String, String> environment, String... options) throws IOException {
    return serve(List.of(), environment, options);
  }

  private Process serve(List<String> jvm, Map<String, String> environment, String... options)
      throws IOException {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", String.valueOf(TestDatabase.port()),
                "POSTGRES_DB", database.name(),
                "POSTGRES_USER", "postgres",
                "POSTGRES_PASSWORD", "s3cret-p4ssword"));
    all.putAll(environment);
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(List.of(Serve.class.getName(), "--db", db.toString()));
    arguments.addAll(List.of(options));
    return java.start(all, arguments);
  }

  private static int exitOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void serve_says_where_it_listens_answers_and_ends_with_143_on_sigterm() throws Exception {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main 0002"));
    Process process = serve(Map.of("LOCKSTEP_TARGETS", "main 0002"), "--port", "0");
    assertThat(get(process, "/readyz").body()).isEqualTo("ready\n");
    process.destroy();
    assertThat(exitOf(process)).isEqualTo(143);
  }

  /** So the pods of a Deployment end in every rollout. */
  @Test
  void sigterm_costs_nobody_an_answer_who_has_a_connection() throws Exception {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main 0002"));
    Process process = serve(Map.of(), "--port", "0");
    int port = port(process);
    try (Connection owner = database.connect();
        Socket open = new Socket(InetAddress.getLoopbackAddress(), port);
        Socket waiting = new Socket(InetAddress.getLoopbackAddress(), port)) {
      owner.setAutoCommit(false);
      owner.createStatement().execute("lock table main_schema_history");
      ask(waiting, "/migrations");
      await().until(() -> waiters() == 1);
      process.destroy();
      await().until(() -> refusesConnections(port));
      ask(open, "/livez");
      assertThat(answer(open)).contains("HTTP/1.1 200", "Connection: close", "alive");
      owner.rollback();
      assertThat(answer(waiting))
          .containsPattern("HTTP/1.1 (200|503)")
          .contains("Connection: close");
    }
    assertThat(exitOf(process)).isEqualTo(143);
  }

  private static void ask(Socket socket, String path) throws IOException {
    socket.setSoTimeout((int) Patience.LIMIT.toMillis());
    socket
        .getOutputStream()
        .write("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path).getBytes(US_ASCII));
  }

  /** All that comes until the other side closes the connection. */
  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private int waiters() {
    return database
        .jdbc()
        .sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and application_name = 'lockstep functions'
              and wait_event_type = 'Lock'
            """)
        .query(Integer.class)
        .single();
  }

  private static boolean refusesConnections(int port) throws IOException {
    try (Socket another = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !another.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }

  private HttpResponse<String> get(Process process, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port(process) + path)).build(),
            BodyHandlers.ofString());
  }

  private int port(Process process) throws IOException {
    String line = process.inputReader().readLine();
    assertThat(line).contains("serving", database.name()).doesNotContain("s3cret");
    Matcher port = PORT.matcher(line);
    assertThat(port.find()).as(line).isTrue();
    return Integer.parseInt(port.group(1));
  }

  @Test
  void metrics_cost_nothing_while_they_are_off() throws Exception {
    assertThat(metrics(Map.of())).isEqualTo(404);
    assertThat(loaded()).doesNotContain("io.prometheus.", "io.lockstep.functions.metrics.");
    assertThat(metrics(Map.of("LOCKSTEP_METRICS", "true"))).isEqualTo(200);
    assertThat(loaded()).contains("io.prometheus.", "io.lockstep.functions.metrics.");
  }

  private int metrics(Map<String, String> environment) throws Exception {
    Process process =
        serve(List.of("-Xlog:class+load:file=" + classes()), environment, "--port", "0");
    int status = get(process, "/metrics").statusCode();
    process.destroy();
    exitOf(process);
    return status;
  }

  private String loaded() throws IOException {
    String loaded = Files.readString(classes());
    assertThat(loaded).contains("io.lockstep.functions.FunctionService");
    return loaded;
  }

  private Path classes() {
    return logs.resolve("classes.log");
  }

  @Test
  void a_port_that_is_taken_is_a_user_error() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process =
          serve(Map.of(), "--address", "127.0.0.1", "--port", "" + taken.getLocalPort());
      assertThat(exitOf(process)).isEqualTo(2);
      assertThat(process.inputReader().lines().toList())
          .hasSize(2)
          .anySatisfy(line -> assertThat(line).contains("listening on 127.0.0.1:"));
    }
  }

  @ParameterizedTest
  @CsvSource({"--port, -1", "--port, 65536", "--address, ''"})
  void a_place_to_listen_that_is_none_is_a_user_error(String option, String value)
      throws Exception {
    Process process = serve(Map.of(), option, value);
    assertThat(exitOf(process)).isEqualTo(2);
    assertThat(process.inputReader().lines().toList())
        .hasSize(2)
        .first(STRING)
        .contains(option + " " + (value.isEmpty() ? "\"\"" : value))
        .doesNotContain("Exception");
  }

  @Test
  void a_target_that_cannot_be_read_is_a_user_error() throws Exception {
    Process process = serve(Map.of("LOCKSTEP_TARGETS", "main"), "--port", "0");
    assertThat(exitOf(process)).isEqualTo(2);
    assertThat(process.inputReader().readLine()).contains("target \"main\": it has no version");
  }
}
