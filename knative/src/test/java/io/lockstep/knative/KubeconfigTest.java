package io.lockstep.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.LockstepException;
import io.lockstep.knative.cluster.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that kubectl refuses, or that name no cluster. */
class KubeconfigTest {
  @TempDir Path folder;

  /** A file with this context and cluster. */
  private Path kubeconfig(String current, String cluster) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        current-context: %s
        contexts: [{name: there, context: {cluster: local, user: ann, namespace: shop}}]
        clusters: [%s]
        users: [{name: ann, user: {token: s3cret}}]
        """
            .formatted(current, cluster));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "gone  | {name: local, cluster: {server: \"http://127.0.0.1:1\"}} | no current context",
        "~~    | {name: local, cluster: {server: \"http://127.0.0.1:1\"}} | no current context",
        "there | {name: other, cluster: {server: \"http://127.0.0.1:1\"}} | a cluster that it does not have",
        "there | ~~                                                       | a cluster that it does not have",
        "a: b: | ~~                                                       | is no kubeconfig",
        ": : [ | ~~                                                       | is no kubeconfig"
      })
  void a_file_that_names_no_cluster_is_refused_and_none_is_made_up(
      String current, String cluster, String why) throws IOException {
    String file = kubeconfig(current, cluster).toString();
    CommandRun run = CommandRun.of("url", "--name", "web", "--timeout", "0s", "--kubeconfig", file);
    run.exitsWith(2).saysWhy("--kubeconfig " + file, why);
    assertThat(run.err()).doesNotContain("s3cret");
    String before = System.setProperty("kubeconfig", file); // for fabric8, as the variable is
    try {
      assertThatThrownBy(() -> ClusterConfig.read(Optional.empty(), Map.of("KUBECONFIG", file)))
          .isInstanceOf(LockstepException.class)
          .hasMessageContaining("KUBECONFIG=" + file)
          .hasMessageContaining(why);
    } finally {
      System.clearProperty("kubeconfig");
    }
    assertThat(before).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"token: s3cret: x", "token: [s3cret]", "token: \"s3cret\" \"x\""})
  void a_token_in_a_file_that_is_none_is_not_shown(String line) throws IOException {
    Path file = kubeconfig("there", "");
    Files.writeString(file, "users:\n- name: ann\n  user:\n    " + line + "\n");
    CommandRun run =
        CommandRun.of("url", "--name", "web", "--timeout", "0s", "--kubeconfig", file.toString());
    run.exitsWith(2).saysWhy("it is no kubeconfig");
    assertThat(run.out() + run.err()).doesNotContain("s3cret");
  }

  @Test
  void a_certificate_that_is_not_there_is_named() throws IOException {
    String file =
        kubeconfig(
                "there",
                "{name: local, cluster: {server: \"https://127.0.0.1:1\", certificate-authority: /nowhere/ca.crt}}")
            .toString();
    CommandRun.of("url", "--name", "web", "--timeout", "0s", "--kubeconfig", file)
        .exitsWith(2)
        .saysWhy("/nowhere/ca.crt");
  }
}
