package io.lockstep.functions.page.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.functions.page.Sample;
import io.lockstep.functions.snapshot.Deployment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrateCommandLineTest {
  private static String to(Deployment deployment, String goal) {
    return new MigrateCommandLine(deployment).to("main", goal);
  }

  @Test
  void a_release_is_upgraded_to_the_version() {
    assertThat(to(Sample.deployment("main latest"), "0001"))
        .isEqualTo(
            "helm upgrade lockstep ./chart -n shop --reset-then-reuse-values --set 'migrations.targets={main 0001}'");
  }

  @Test
  void the_other_apps_keep_their_targets_and_their_places() {
    assertThat(to(Sample.deployment("alpha 1", "main latest", "beta zero"), "zero"))
        .endsWith("'migrations.targets={alpha 1,main zero,beta zero}'");
  }

  @Test
  void an_app_that_has_several_targets_ends_at_the_last_of_them() {
    assertThat(to(Sample.deployment("main 1", "alpha 1", "main latest"), "2"))
        .endsWith("'migrations.targets={alpha 1,main 2}'");
    assertThat(to(Sample.deployment("main 1", "main 2", "alpha 1"), "3"))
        .endsWith("'migrations.targets={main 3,alpha 1}'");
  }

  @Test
  void an_app_without_a_target_is_added() {
    assertThat(to(Sample.deployment("alpha 1"), "0002"))
        .endsWith("'migrations.targets={alpha 1,main 0002}'");
    assertThat(to(Sample.deployment(), "0002")).endsWith("'migrations.targets={main 0002}'");
  }

  @Test
  void words_that_a_shell_would_split_are_quoted() {
    Deployment deployment =
        Deployment.of(
            name ->
                switch (name) {
                  case "LOCKSTEP_RELEASE" -> Optional.of("lockstep");
                  case "LOCKSTEP_CHART" -> Optional.of("/home/it's me/chart");
                  default -> Optional.empty();
                });
    assertThat(to(deployment, "1"))
        .isEqualTo(
            "helm upgrade lockstep '/home/it'\\''s me/chart' --reset-then-reuse-values --set 'migrations.targets={main 1}'");
  }

  @Test
  void the_values_of_a_dependency_are_below_its_name() {
    Deployment deployment =
        Deployment.of(
            name ->
                switch (name) {
                  case "LOCKSTEP_RELEASE" -> Optional.of("web");
                  case "LOCKSTEP_VALUES" -> Optional.of("shop.orders");
                  default -> Optional.empty();
                });
    assertThat(to(deployment, "1"))
        .isEqualTo(
            "helm upgrade web ./chart --reset-then-reuse-values --set 'shop.orders.migrations.targets={main 1}'");
  }

  @Test
  void the_command_is_lockstep_itself_without_a_release() {
    assertThat(to(Sample.outsideKubernetes(), "0001"))
        .isEqualTo("./lockstep migrate \"main 0001\"");
  }
}
