package io.lockstep.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The log of the container that waits, where the chart asks for JSON. */
class AwaitRolloutLogTest extends RolloutWaits {
  @Test
  void the_wait_and_its_end_are_logged_as_json_on_request()
      throws IOException, InterruptedException {
    cluster.with(Rollouts.DEPLOYMENT, ROLLED_OUT).with(Knative.PODS, OLD_POD);
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KnativeMain.class.getName(),
                "await-rollout",
                "Deployment/web",
                "--deadline=0s",
                "--kubeconfig=" + cluster.kubeconfig(folder))
            .redirectErrorStream(true);
    command.environment().put("LOCKSTEP_LOG_FORMAT", "json");
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isEqualTo(8);
    List<String> messages = new ArrayList<>();
    for (String line : output.lines().toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      messages.add(event.path("level").asString() + " " + event.path("message").asString());
    }
    assertThat(messages.get(0)).startsWith("INFO waiting for Deployment web").contains("web-old-1");
    assertThat(messages.get(1)).startsWith("ERROR waiting until the old pods are gone");
  }
}
