package io.lockstep.jobs.migrate;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options that name the rollout of a release to which a run belongs. */
final class RolloutOptions {
  private final OptionSpec release =
      option("--release", "NAME", "Helm's release. Default: LOCKSTEP_RELEASE.");
  private final OptionSpec revision =
      option(
          "--revision",
          "N",
          "Helm's revision; an older one does nothing after a newer. Default: LOCKSTEP_REVISION.");
  private final OptionSpec generation =
      option(
          "--generation",
          "ID",
          "Names the rollout where revisions don't grow (Argo CD). Default: LOCKSTEP_GENERATION.");
  private final OptionSpec current =
      option(
          "--current",
          "ID",
          "The generation that the release is at; if it is another, there is nothing to do. Default: LOCKSTEP_CURRENT.");
  private final OptionSpec turn =
      option(
          "--turn",
          "K/N",
          "This is the K-th of the rollout's N targets; waits for the one before. Default: LOCKSTEP_TURN.");
  private final OptionSpec job =
      option(
          "--job",
          "UID",
          "The Kubernetes Job's uid, which tells a rollback's Jobs from late pods. Default: LOCKSTEP_JOB.");

  /** An option with an environment variable as its default. */
  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .descriptionKey("LOCKSTEP_" + name.substring(2).toUpperCase(Locale.ROOT))
        .description(description)
        .build();
  }

  @Spec
  void addTo(CommandSpec spec) {
    spec.addOption(release)
        .addOption(revision)
        .addOption(generation)
        .addOption(current)
        .addOption(turn)
        .addOption(job);
  }

  /** A blank value counts as absent: Kubernetes passes an empty text for an unknown value. */
  Optional<RolloutContext> rolloutContext() {
    Optional<Rollout> rollout = rollout();
    Optional<Turn> rolloutContext = given(turn).map(RolloutOptions::turn);
    if (rolloutContext.isPresent() && rollout.isEmpty()) {
      throw wrong("--turn " + rolloutContext.get(), "nothing says which rollout it is a turn of");
    }
    Optional<String> at = given(current);
    if (at.isPresent() && given(generation).isEmpty()) {
      throw wrong("--current " + at.get(), "nothing says which generation this is");
    }
    return rollout.map(r -> new RolloutContext(r, rolloutContext, given(job), at));
  }

  private Optional<Rollout> rollout() {
    Optional<String> name = given(release);
    Optional<String> id = given(generation);
    Optional<Long> number = given(revision).map(RolloutOptions::revision);
    if (id.isPresent()) {
      return Optional.of(new Rollout.Generation(name.orElse("default"), id.get()));
    }
    if (number.isPresent() && name.isEmpty()) {
      throw wrong("--revision " + number.get(), "nothing says of which release");
    }
    return number.map(n -> new Rollout.Revision(name.orElseThrow(), n));
  }

  private static Optional<String> given(OptionSpec option) {
    return Optional.<String>ofNullable(option.getValue()).filter(text -> !text.isBlank());
  }

  private static Turn turn(String text) {
    return Turn.parse(text)
        .orElseThrow(() -> wrong("--turn " + text, "that is not K/N with 1 ≤ K ≤ N"));
  }

  private static long revision(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong("--revision " + text, "that is no whole number");
    }
  }

  private static LockstepException wrong(String asked, String why) {
    return new LockstepException(
        ExitCode.USAGE,
        asked,
        why,
        "Give --release NAME with --revision N, or --generation ID; --turn K/N and --current ID go beside it.");
  }
}
