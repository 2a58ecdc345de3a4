package io.lockstep.jobs.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** How a rollout is named, also by the names that go with the next version. */
class RolloutOptionsTest {
  @Test
  void a_number_is_a_revision_and_the_turn_is_the_only_one_unless_it_is_given() {
    assertThat(context("--rollout", "shop/web@7"))
        .contains(
            new RolloutContext(new Rollout.Revision("shop/web", 7), Optional.of(new Turn(1, 1))));
    assertThat(context("LOCKSTEP_ROLLOUT=web@7-ab", "LOCKSTEP_TURN=2/3"))
        .contains(
            new RolloutContext(new Rollout.Generation("web", "7-ab"), Optional.of(new Turn(2, 3))));
    assertThat(context()).isEmpty();
  }

  @Test
  void the_old_names_are_understood_as_the_new_one() {
    for (String turn : List.of("--turn=1/2", "LOCKSTEP_TURN=1/1", "--turn=")) {
      Optional<RolloutContext> revision = context("--rollout", "r@7", turn);
      assertThat(revision).isPresent();
      assertThat(context("--release", "r", "--revision", "7", turn)).isEqualTo(revision);
      assertThat(context("LOCKSTEP_RELEASE=r", "--revision", "7", turn)).isEqualTo(revision);
      Optional<RolloutContext> generation = context("--rollout", "s/r@7-ab", turn);
      assertThat(context("LOCKSTEP_RELEASE=s/r", "LOCKSTEP_GENERATION=7-ab", turn))
          .isEqualTo(generation);
      assertThat(context("--release=s/r", "--revision=1", "--generation=7-ab", turn))
          .as("the generation has always won")
          .isEqualTo(generation);
      assertThat(context("--generation", "x", turn))
          .isEqualTo(context("--rollout", "default@x", turn));
    }
    assertThat(context("--rollout=r@x", "--job=uid", "--current=y"))
        .contains(
            new RolloutContext(
                new Rollout.Generation("r", "x"),
                Optional.of(new Turn(1, 1)),
                Optional.of("uid"),
                Optional.of("y")));
  }

  @Test
  void old_names_that_agree_with_the_new_one_change_nothing() {
    assertThat(context("--rollout=r@x", "LOCKSTEP_RELEASE=r", "LOCKSTEP_GENERATION=x"))
        .as("the chart's, for images of either version")
        .isEqualTo(context("--rollout=r@x"));
    assertThat(context("--rollout=r@7", "--revision=7")).isEqualTo(context("--rollout=r@7"));
    assertThat(context("--rollout=r@7", "--release=r")).isEqualTo(context("--rollout=r@7"));
  }

  @Test
  void old_names_that_contradict_the_new_one_are_wrong_usage() {
    assertThat(refusal("--rollout=r@7", "--release=r", "--revision=6"))
        .contains("--rollout r@7: ", "--release (LOCKSTEP_RELEASE)", "r revision 6", "Leave out");
    assertThat(refusal("--rollout=r@7", "--revision=6")).contains("r revision 6");
    assertThat(refusal("--rollout=r@7", "LOCKSTEP_RELEASE=s")).contains("another rollout: s");
    assertThat(refusal("LOCKSTEP_ROLLOUT=r@x", "--release=r", "--generation=y"))
        .contains("r generation y");
    assertThat(refusal("--rollout=r@7", "--generation=7")).contains("r generation 7");
  }

  @Test
  void what_is_no_rollout_is_wrong_usage() {
    assertThat(refusal("--rollout=7")).contains("--rollout 7: that is not NAME@ID, like web@7");
    assertThat(refusal("--turn=1/2")).contains("--turn 1/2: nothing says which rollout");
    assertThat(refusal("--current=x", "--release=r")).contains("nothing says which rollout");
    assertThat(refusal("--rollout=r@7", "--turn=3/2")).contains("--turn 3/2: that is not K/N");
    assertThat(refusal("--release=r", "--revision=x")).contains("--revision x: that is no whole");
    assertThat(refusal("--revision=7")).contains("--revision 7: nothing says of which release");
  }

  @Test
  void the_help_shows_only_the_new_names() {
    CommandSpec spec = CommandSpec.create();
    new RolloutOptions().addTo(spec);
    assertThat(new CommandLine(spec).getUsageMessage(Ansi.OFF))
        .contains("--rollout=NAME@ID", "--turn=K/N")
        .doesNotContain("--release", "--revision", "--generation", "--job", "--current");
  }

  /** Those words that are NAME=VALUE are variables. */
  private static Optional<RolloutContext> context(String... words) {
    Map<String, String> variables = new HashMap<>();
    List<String> arguments = new ArrayList<>();
    for (String word : words) {
      int is = word.indexOf('=');
      if (word.startsWith("LOCKSTEP_")) {
        variables.put(word.substring(0, is), word.substring(is + 1));
      } else {
        arguments.add(word);
      }
    }
    CommandSpec command = CommandSpec.create();
    RolloutOptions options = new RolloutOptions();
    options.addTo(command);
    new CommandLine(command)
        .setDefaultValueProvider(option -> variables.get(option.descriptionKey()))
        .parseArgs(arguments.toArray(String[]::new));
    return options.rolloutContext();
  }

  private static String refusal(String... words) {
    LockstepException refused =
        Assertions.catchThrowableOfType(LockstepException.class, () -> context(words));
    assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
    return refused.text();
  }
}
