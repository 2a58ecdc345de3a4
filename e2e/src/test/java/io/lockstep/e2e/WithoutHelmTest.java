package io.lockstep.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plain manifests of knative/, and the commands that look at a Knative service. */
@OnCluster
class WithoutHelmTest {
  @RegisterExtension static final Namespace NAMESPACE = new Namespace();

  private static final String NAME = "lockstep";
  private static final Pattern BUILT = Pattern.compile("localhost/lockstep-demo:([0-9.]+)");

  /** Only its database is used. */
  private final Release database = new Release(NAMESPACE, "db");

  @Test
  void the_job_migrates_and_the_service_shows_it() throws IOException {
    database.upgrade(
        """
        migrations: {enabled: false}
        serving: {enabled: false}
        postgresql: {auth: {password: secret}, networkPolicy: {enabled: false}}
        """);
    NAMESPACE.kubectl(
        "create",
        "secret",
        "generic",
        "lockstep-database",
        "--from-literal=POSTGRES_HOST=" + database.fullname() + "-postgresql",
        "--from-literal=POSTGRES_PORT=5432",
        "--from-literal=POSTGRES_DB=" + Release.DATABASE,
        "--from-literal=POSTGRES_USER=" + Release.DATABASE,
        "--from-literal=POSTGRES_PASSWORD=secret");

    NAMESPACE.apply(manifest("service.yaml"));
    assertThat(knative("wait", "--timeout", "1s").failed())
        .as("before the Job has run, it says what it waits for")
        .contains("wait");

    NAMESPACE.apply(manifest("job.yaml"));
    NAMESPACE.kubectl("wait", "--for=condition=complete", "job/lockstep", "--timeout=180s");
    assertThat(NAMESPACE.kubectl("logs", "job/lockstep")).contains("done: main is at 0002");

    knative("wait", "--timeout", "180s").succeeded();
    String url = knative("url").succeeded().strip();
    assertThat(new Site(url).states("main"))
        .isEqualTo(Map.of("0001", "applied", "0002", "applied"));
    knative("check", "--app-version", version(), "--target", "main latest").succeeded();
    assertThat(knative("check", "--target", "main 0001", "--timeout", "10s").failed())
        .contains("main: at 0002, wanted 0001");
  }

  private static String manifest(String file) throws IOException {
    String inside = "    networking.knative.dev/visibility: cluster-local\n"; // and we are outside
    return BUILT
        .matcher(text(file).replace(inside, ""))
        .replaceAll("localhost/lockstep:" + Image.tag());
  }

  /** The manifests' own, which they say beside the image's tag. */
  private static String version() throws IOException {
    return BUILT.matcher(text("service.yaml")).results().findFirst().orElseThrow().group(1);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of("../knative", file));
  }

  private static Command.Result knative(String command, String... more) {
    return Command.run(
        Stream.concat(
                Stream.of("./lockstep", "knative", command, "--name", NAME, "-n", NAMESPACE.name()),
                Stream.of(more))
            .toList());
  }
}
