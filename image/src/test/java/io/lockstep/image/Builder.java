package io.lockstep.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What builds images here, as {@code image/builder} has it.
 *
 * @param name docker or buildah
 * @param format of the images: oci or docker
 */
record Builder(String name, String format) {
  static Stream<Builder> all() {
    return Stream.of(
        new Builder("docker", "docker"),
        new Builder("buildah", "docker"),
        new Builder("buildah", "oci"));
  }

  /** Ends the test where it isn't there, and says so. */
  void mustBeThere() {
    if (!runs()) {
      String reason = "skipped: no " + name + " runs here";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
  }

  private boolean runs() {
    try {
      Process process = new ProcessBuilder(name, "images", "-q").redirectErrorStream(true).start();
      process.inputReader().lines().forEach(line -> {});
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A folder as an image. */
  void build(Path folder, String image) {
    run("build", "-q", "-t", image, folder.toString());
  }

  /** The files that an image of this folder has, below one of its folders. */
  List<String> files(Path folder, String below) throws IOException {
    Path exported = Files.createTempDirectory(folder.getParent(), "exported");
    run("build", "--output", "type=local,dest=" + exported, folder.toString());
    Path root = exported.resolve(below);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  String inspect(String image) {
    return run("inspect", image);
  }

  void remove(String... images) {
    List<String> arguments = new ArrayList<>(List.of("remove"));
    arguments.addAll(List.of(images));
    run(arguments.toArray(String[]::new));
  }

  private String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./builder"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("LOCKSTEP_BUILDER", name);
    environment.put("BUILDAH_FORMAT", format);
    environment.put("BUILDAH_LAYERS", "false"); // takes a second for each
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s\n%s", command, output).isZero();
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(command.toString(), e);
    }
  }

  @Override
  public String toString() {
    return name + ", format " + format;
  }
}
