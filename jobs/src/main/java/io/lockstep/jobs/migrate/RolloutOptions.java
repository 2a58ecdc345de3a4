package io.lockstep.jobs.migrate;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options that name the rollout of a release to which a run belongs. */
final class RolloutOptions {
  private final OptionSpec rollout =
      OptionSpec.builder("--rollout")
          .type(String.class)
          .paramLabel("NAME@ID")
          .descriptionKey("LOCKSTEP_ROLLOUT")
          .description(
              "The release and its rollout, like web@7: it does nothing after a newer one. Of numbers the higher is newer, of other IDs the one started last. Default: LOCKSTEP_ROLLOUT.")
          .build();
  private final OptionSpec turn =
      OptionSpec.builder("--turn")
          .type(String.class)
          .paramLabel("K/N")
          .descriptionKey("LOCKSTEP_TURN")
          .description(
              "This is the K-th of the rollout's N targets; waits for the one before. Default: LOCKSTEP_TURN, else 1/1.")
          .build();
  private final OldRolloutOptions old = new OldRolloutOptions();

  @Spec
  void addTo(CommandSpec spec) {
    spec.addOption(rollout).addOption(turn);
    old.addTo(spec);
  }

  /** A blank value counts as absent: Kubernetes passes an empty text for an unknown value. */
  Optional<RolloutContext> rolloutContext() {
    Optional<Rollout> own = old.or(given(rollout).map(RolloutOptions::rollout));
    Optional<Turn> place = given(turn).map(RolloutOptions::turn);
    Optional<String> job = old.job().or(() -> variable("LOCKSTEP_JOB"));
    Optional<String> current = old.current().or(() -> variable("LOCKSTEP_CURRENT"));
    if (place.isPresent() && own.isEmpty()) {
      throw wrong("--turn " + place.get(), "nothing says which rollout it is a turn of");
    }
    if (current.isPresent() && own.isEmpty()) {
      throw wrong("LOCKSTEP_CURRENT=" + current.get(), "nothing says which rollout this is");
    }
    return own.map(
        r -> new RolloutContext(r, Optional.of(place.orElse(new Turn(1, 1))), job, current));
  }

  static Optional<String> given(OptionSpec option) {
    return Optional.<String>ofNullable(option.getValue()).filter(text -> !text.isBlank());
  }

  /** What the chart sets, and nobody has to say by hand. */
  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }

  private static Rollout rollout(String text) {
    return Rollout.parse(text)
        .orElseThrow(() -> wrong("--rollout " + text, "that is not NAME@ID, like web@7"));
  }

  private static Turn turn(String text) {
    return Turn.parse(text)
        .orElseThrow(() -> wrong("--turn " + text, "that is not K/N with 1 ≤ K ≤ N"));
  }

  static LockstepException wrong(String asked, String why) {
    return new LockstepException(
        ExitCode.USAGE, asked, why, "Give --rollout NAME@ID; --turn K/N goes beside it.");
  }
}
