package io.lockstep.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The image's last stage and images on top of it, built for real. What the stages before it make
 * takes minutes, so that files of the same names stand in for it.
 */
class ImageTest {
  private static final Path DOCKERFILE = Path.of("../Dockerfile");
  private static final Pattern COPY = Pattern.compile("(?m)^COPY --from=(\\w+) /?(\\S+) ");

  private final String image = "localhost/lockstep-test:" + UUID.randomUUID();

  @TempDir Path temporary;

  static List<Builder> builders() {
    return Builder.all().toList();
  }

  @ParameterizedTest
  @MethodSource("builders")
  void an_image_on_top_has_its_own_migrations_alone(Builder builder) throws Exception {
    builder.mustBeThere();
    Path base = lastStage();
    assertThat(builder.files(base, "db")).as("the image's own migrations").isEmpty();
    builder.build(base, image);
    try {
      assertThat(builder.files(onTop(image, "shop/V0001__orders.sql"), "db"))
          .containsExactly("shop/V0001__orders.sql");
      builder.build(onTop(image, "shop/V0001__orders.sql"), image + "-on-top");
      assertThat(builder.files(onTop(image + "-on-top", "polls/V1__polls.sql"), "db"))
          .as("an image on top of that")
          .containsExactly("polls/V1__polls.sql", "shop/V0001__orders.sql");
      builder.remove(image + "-on-top");
    } finally {
      builder.remove(image);
    }
  }

  @ParameterizedTest
  @MethodSource("builders")
  void the_image_says_what_it_is(Builder builder) throws Exception {
    builder.mustBeThere();
    builder.build(lastStage("SOURCE=https://example.org/lockstep", "REVISION=0a1b"), image);
    String configuration = builder.inspect(image);
    builder.remove(image);
    assertThat(labels(configuration))
        .contains(
            "created=2026-01-01T00:00:00Z",
            "description=Keeps a PostgreSQL schema in step with a Helm release",
            "documentation=https://example.org/lockstep/blob/0a1b/docs/README.md",
            "licenses=Apache-2.0",
            "revision=0a1b",
            "source=https://example.org/lockstep",
            "title=Lockstep",
            "url=https://example.org/lockstep",
            "vendor=The Lockstep authors")
        .anyMatch(label -> label.matches("version=\\d+\\.\\d+\\.\\d+"));
    assertThat(configuration)
        .as("user and what an image on top would run")
        .contains("\"65532:65532\"")
        .doesNotContainPattern("(?i)\"onbuild\": *\\[\\s*\"");
  }

  private static List<String> labels(String configuration) {
    return Pattern.compile("\"org\\.opencontainers\\.image\\.(\\w+)\": *\"([^\"]*)\"")
        .matcher(configuration)
        .results()
        .map(found -> found.group(1) + "=" + found.group(2))
        .toList();
  }

  @Test
  void every_base_has_a_digest() throws IOException {
    List<String> bases =
        Files.readAllLines(DOCKERFILE).stream()
            .filter(line -> line.matches("FROM (?!scratch\\b|\\$).*"))
            .toList();
    assertThat(bases)
        .isNotEmpty()
        .allMatch(line -> line.matches("FROM docker\\.io/\\S+:\\S+@sha256:[0-9a-f]{64} AS \\w+"));
    assertThat(Files.readString(Path.of("../.github/dependabot.yml")))
        .contains("package-ecosystem: docker\n");
  }

  /** The Dockerfile's last stage, with the given arguments, in a folder with all that it takes. */
  private Path lastStage(String... arguments) throws IOException {
    String dockerfile = Files.readString(DOCKERFILE);
    String last = dockerfile.substring(dockerfile.lastIndexOf("\nFROM ") + 1);
    for (String argument : arguments) {
      String name = argument.substring(0, argument.indexOf('='));
      assertThat(last).contains("\nARG " + name + "=");
      last = last.replaceFirst("\nARG " + name + "=.*", "\nARG " + argument);
    }
    Path folder = Files.createDirectory(temporary.resolve("last-stage"));
    for (String path :
        COPY.matcher(last).results().map(c -> c.group(1) + "/" + c.group(2)).toList()) {
      Path source = folder.resolve(path);
      if (path.endsWith("root-of-image")) {
        Files.createDirectories(source.resolve("db"));
      } else {
        write(path.endsWith(".json") ? source : source.resolve("file"), path);
      }
    }
    write(folder.resolve("LICENSE"), "");
    write(folder.resolve("NOTICE"), "");
    write(folder.resolve("Dockerfile"), COPY.matcher(last).replaceAll("COPY $1/$2 "));
    return folder;
  }

  private Path onTop(String of, String migration) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "on-top");
    write(folder.resolve("db").resolve(migration), "select 1;");
    write(folder.resolve("Dockerfile"), "FROM " + of + "\nCOPY db/ /db/\n");
    return folder;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
