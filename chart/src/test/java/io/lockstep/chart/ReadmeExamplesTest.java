package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Values that the README shows are values that the chart takes. */
class ReadmeExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml[^\n]*\n(.*?)```", Pattern.DOTALL);

  static List<String> blocks() {
    try {
      String readme = Files.readString(Chart.FOLDER.resolve("README.md"));
      return BLOCK
          .matcher(readme)
          .results()
          .map(MatchResult::group)
          .map(ReadmeExamplesTest::body)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String body(String block) {
    String values = block.replaceAll("```(yaml[^\n]*\n)?", "");
    return values.startsWith("tenants:") ? "migrations: {" + values.strip() + "}" : values;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void each_example_is_accepted(String values) {
    assertThat(Chart.refusal(values)).isEqualTo("accepted");
  }

  @Test
  void vault_s_template_reaches_its_agent_as_it_is() {
    String values =
        blocks().stream().filter(b -> b.contains("vault.hashicorp")).findFirst().orElseThrow();
    Rendered rendered = Chart.render(values);
    for (JsonNode object : List.of(rendered.jobs().get(0), rendered.one("Deployment"))) {
      assertThat(
              object
                  .at("/spec/template/metadata/annotations")
                  .path("vault.hashicorp.com/agent-inject-template-database")
                  .asString())
          .isEqualTo("{{ with secret \"database/creds/shop\" }}{{ .Data.password }}{{ end }}");
      assertThat(Rendered.variable(object, "POSTGRES_PASSWORD_FILE").asString())
          .isEqualTo("/vault/secrets/database");
    }
  }
}
