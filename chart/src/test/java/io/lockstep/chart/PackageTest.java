package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageTest {
  private static final int BLOCK = 512; // a tar archive's

  @Test
  void lint_is_clean_when_strict() {
    LintResult result = Chart.helm().lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(m -> m.matches("(?s).*\\[(WARNING|ERROR)].*"));
  }

  @Test
  void the_package_holds_the_chart_and_nothing_of_maven(@TempDir Path folder) throws IOException {
    Chart.helm().packageIt().withDestination(folder).call();
    Path archive = folder.resolve("lockstep-" + Chart.VERSION + ".tgz");
    assertThat(topLevel(archive))
        .containsExactly(
            ".helmignore",
            "Chart.yaml",
            "README.md",
            "templates",
            "values.schema.json",
            "values.yaml");
  }

  @Test
  void its_version_is_the_build_s() throws IOException {
    List<String> lines = Files.readAllLines(Chart.FOLDER.resolve("Chart.yaml"));
    assertThat(lines)
        .contains("version: " + Chart.VERSION, "appVersion: \"" + Chart.VERSION + "\"");
  }

  private static Set<String> topLevel(Path archive) throws IOException {
    Set<String> names = new TreeSet<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      byte[] header = in.readNBytes(BLOCK);
      while (header.length == BLOCK && header[0] != 0) {
        names.add(field(header, 0, 100).split("/", -1)[1]);
        long size = Long.parseLong(field(header, 124, 12).strip(), 8);
        in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        header = in.readNBytes(BLOCK);
      }
    }
    return names;
  }

  private static String field(byte[] header, int from, int length) {
    String text = new String(header, from, length, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
