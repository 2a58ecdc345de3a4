package io.lockstep.chart;

import io.lockstep.InstalledTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Helm's own program in another version than the library's, where {@code .ci/tools} has built it.
 */
record OtherHelm(Path program) {
  /** Finds it, or skips the test and prints why. */
  static OtherHelm named(String name) {
    return new OtherHelm(InstalledTool.named(name));
  }

  /**
   * What it makes of a chart with these values, each a text of YAML, or says when it refuses them.
   */
  String outcome(Path chart, String... values) {
    List<String> command = new ArrayList<>(List.of(program.toString(), "template", "web"));
    command.addAll(List.of(chart.toString(), "--namespace=shop", "--kube-version=1.34.0"));
    command.add("--no-hooks"); // as the library does
    try {
      Path folder = Files.createTempDirectory("helm");
      for (String text : values) {
        Path file = Files.writeString(Files.createTempFile(folder, "values", ".yaml"), text);
        command.addAll(List.of("--values", file.toString()));
      }
      Path made = folder.resolve("made");
      Path said = folder.resolve("said");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(made.toFile())
              .redirectError(said.toFile())
              .start();
      return Files.readString(process.waitFor() == 0 ? made : said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
