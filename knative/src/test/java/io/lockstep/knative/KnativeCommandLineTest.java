package io.lockstep.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.LockstepException;
import io.lockstep.knative.cluster.ClusterConfig;
import io.lockstep.knative.served.WantedTarget;
import io.lockstep.targets.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class KnativeCommandLineTest {
  @TempDir Path folder;

  @Test
  void wrong_usage_exits_with_2_in_two_lines() throws Exception {
    Path noConfig = Files.writeString(folder.resolve("bad"), "\t{");
    Path empty = Files.createFile(folder.resolve("empty"));
    for (List<String> args :
        List.of(
            List.<String>of(),
            List.of("nonsense"),
            List.of("wait"),
            List.of("check"),
            List.of("wait", "--name", "web", "--timeout", "soon"),
            List.of("wait", "--name", "web", "--timeout", "-1s"),
            List.of("check", "--url", "localhost:8080"),
            List.of("check", "--url", "ftp://host/"),
            List.of("check", "--url", "http://a b/"),
            List.of("check", "--url", "http://host/?x=y"),
            List.of("check", "--url", "http://ann:s3cret@host/"),
            List.of("check", "--url", "http://localhost", "--target", "main"),
            List.of("url", "--name", "web", "--kubeconfig", folder + "/nowhere"),
            List.of("url", "--name", "web", "--kubeconfig", noConfig.toString()),
            List.of("url", "--name", "web", "--kubeconfig", empty.toString()))) {
      CommandRun run = CommandRun.of(args.toArray(String[]::new));
      assertThat(run.exit()).as("%s", args).isEqualTo(2);
      run.saysWhy();
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void a_password_in_a_url_is_refused_and_not_shown() {
    CommandRun run = CommandRun.of("check", "--url", "http://ann:s3cret@localhost:1");
    run.exitsWith(2).saysWhy("has a user");
    assertThat(run.out() + run.err()).doesNotContain("s3cret", "ann");
  }

  @Test
  void help_goes_to_standard_output() {
    assertThat(CommandRun.of("--help").exitsWith(0).out()).contains("url", "wait", "check");
    assertThat(CommandRun.of("check", "--help").exitsWith(0).out())
        .contains("--target", "Example:");
  }

  @Test
  void no_cluster_is_made_up_without_one_in_the_environment() {
    assertThatThrownBy(
            () -> ClusterConfig.read(Optional.empty(), Map.of("HOME", folder.toString())))
        .isInstanceOf(LockstepException.class)
        .hasMessageContaining("there is neither KUBECONFIG nor " + folder);
    assertThatThrownBy(() -> ClusterConfig.read(Optional.empty(), Map.of("KUBECONFIG", "/nowhere")))
        .hasMessageContaining("KUBECONFIG=/nowhere can't be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main 0001",
        " main\tlatest ",
        "main zero",
        "main V1",
        "main 1_2.3",
        "Main_1-x 7",
        "main",
        "",
        "main 1 2",
        "main -1",
        "main 1.",
        "main \u0661",
        "m\u0430in 1",
        "../x 1",
        "main Latest",
        "main 1;",
        "main 11111111112222222222333333333344444444445555555555",
        "main V11111111112222222222333333333344444444445555555555",
        "main 111111111122222222223333333333444444444455555555556"
      })
  void a_target_is_read_exactly_where_migrate_reads_it(String text) {
    assertThat(isRead(() -> WantedTarget.parse(text))).isEqualTo(isRead(() -> Target.parse(text)));
  }

  private static boolean isRead(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (TypeConversionException | LockstepException e) {
      return false;
    }
  }
}
