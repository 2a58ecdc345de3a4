package io.lockstep.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples of docs/function.md that put a login in front of the function fit the chart. */
class LoginExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml (\\w+)\\n(.*?)```", Pattern.DOTALL);

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("..", "docs", "function.md")))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static Rendered examples() throws IOException {
    return Rendered.of(String.join("---\n", blocks("example")));
  }

  @Test
  void the_examples_are_objects_of_kubernetes() throws IOException {
    assertThat(examples().objects().stream().map(o -> o.path("kind").asString()))
        .containsExactly(
            "Deployment", "Service", "Ingress", "RequestAuthentication", "AuthorizationPolicy");
    assertThat(examples().objects())
        .allSatisfy(
            object -> {
              assertThat(object.path("apiVersion").asString()).contains("v1");
              assertThat(Rendered.name(object)).startsWith("web-");
              assertThat(object.path("spec").isObject()).isTrue();
            });
  }

  @Test
  void the_proxy_asks_the_functions_service_and_only_it_may() throws IOException {
    JsonNode proxy = examples().one("Deployment");
    Rendered chart = Chart.render(blocks("values").get(1));
    assertThat(Rendered.strings(Rendered.container(proxy).path("args")))
        .contains("--upstream=http://" + Rendered.name(chart.named("Service", "web-lockstep")));
    assertThat(
            chart.named("NetworkPolicy", "web-lockstep").at("/spec/ingress/0/from").valueStream())
        .extracting(peer -> peer.at("/podSelector/matchLabels"))
        .contains(proxy.at("/spec/template/metadata/labels"));
    assertThat(proxy.at("/spec/selector/matchLabels"))
        .isEqualTo(proxy.at("/spec/template/metadata/labels"))
        .isEqualTo(examples().one("Service").at("/spec/selector"));
  }

  @Test
  void the_values_for_a_login_of_its_own_are_taken() throws IOException {
    JsonNode function = Chart.render(blocks("values").get(0)).one("Deployment");
    assertThat(Rendered.volume(function, "basic-auth").at("/secret/secretName").asString())
        .isEqualTo("web-users");
  }

  @Test
  void istio_s_policies_select_the_functions_pods_and_leave_the_probes_open() throws IOException {
    JsonNode function = Chart.render("{}").one("Deployment");
    JsonNode labels = function.at("/spec/template/metadata/labels");
    for (String kind : List.of("RequestAuthentication", "AuthorizationPolicy")) {
      JsonNode selected = examples().one(kind).at("/spec/selector/matchLabels");
      assertThat(selected).isNotEmpty();
      selected
          .properties()
          .forEach(e -> assertThat(labels.path(e.getKey())).isEqualTo(e.getValue()));
    }
    JsonNode rules = examples().one("AuthorizationPolicy").at("/spec/rules");
    assertThat(Rendered.strings(rules.at("/1/to/0/operation/paths")))
        .containsExactly(
            Rendered.container(function).at("/livenessProbe/httpGet/path").asString(),
            Rendered.container(function).at("/readinessProbe/httpGet/path").asString());
    assertThat(rules.at("/0/from/0/source/requestPrincipals/0").asString())
        .startsWith(
            examples().one("RequestAuthentication").at("/spec/jwtRules/0/issuer").asString());
  }
}
