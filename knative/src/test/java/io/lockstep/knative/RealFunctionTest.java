package io.lockstep.knative;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.JavaProcesses;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as processes: the function that is checked, and the check as the chart starts it. */
class RealFunctionTest {
  private static final Pattern PORT = Pattern.compile("on port ([0-9]+)");

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private final JavaProcesses java = new JavaProcesses();

  @AfterEach
  void stop() {
    java.close();
  }

  private String serve() throws IOException {
    Process serve =
        java.start(
            Map.of(
                "POSTGRES_HOST", "localhost",
                "POSTGRES_PORT", String.valueOf(TestDatabase.port()),
                "POSTGRES_DB", database.name(),
                "POSTGRES_USER", "postgres",
                "POSTGRES_PASSWORD", "postgres",
                "LOCKSTEP_APP_VERSION", "0.1.0",
                "LOCKSTEP_TARGETS", "main 0002"),
            List.of("io.lockstep.functions.Serve", "--port", "0", "--db", db.toString()));
    String line = serve.inputReader().readLine();
    Matcher port = PORT.matcher(line);
    assertThat(port.find()).as(line).isTrue();
    return "http://localhost:" + port.group(1);
  }

  private static boolean isWarm(String url) throws Exception {
    return HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/migrations")).build(),
                BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  @Test
  void check_understands_what_the_function_serves() throws Exception {
    new MigrationFolder(db).threeTables();
    String url = serve();
    Patience.await().until(() -> isWarm(url)); // an answer must come in five seconds
    CommandRun.of("check", "--url", url, "--target", "main 0002", "--timeout", "0s")
        .exitsWith(1)
        .saysWhy(
            "GET /readyz: 503 main is at zero, and not at 0002 yet", "main: at zero, wanted 0002");

    database.lockstep(db).migrate(targets("main 0002"));
    Process check =
        java.start(
            Map.of("KUBECONFIG", "/nowhere"),
            List.of(
                "-Xlog:class+load",
                "io.lockstep.knative.KnativeMain",
                "check",
                "--url",
                url,
                "--app-version",
                "0.1.0",
                "--target",
                "main 0002",
                "--target",
                "polls zero"));
    List<String> said = check.inputReader().lines().toList();
    assertThat(check.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(check.exitValue()).as("%s", said).isZero();
    assertThat(said).contains("all as wanted", "ok main: at 0002, wanted 0002");
    // Kubernetes' client would take as long to load as all the rest.
    assertThat(said).noneMatch(line -> line.contains(" io.fabric8."));
  }
}
