package io.lockstep.jobs;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.rollout.Place;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.Turn;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which rollout of which release a run belongs to. */
final class RolloutOptions {
  @Option(
      names = "--release",
      paramLabel = "NAME",
      defaultValue = "${env:LOCKSTEP_RELEASE}",
      description = "Helm's release. Default: LOCKSTEP_RELEASE.")
  private Optional<String> release;

  @Option(
      names = "--revision",
      paramLabel = "N",
      defaultValue = "${env:LOCKSTEP_REVISION}",
      description =
          "Helm's revision; an older one does nothing after a newer. Default: LOCKSTEP_REVISION.")
  private Optional<Long> revision;

  @Option(
      names = "--generation",
      paramLabel = "ID",
      defaultValue = "${env:LOCKSTEP_GENERATION}",
      description =
          "Names the rollout where revisions don't grow (Argo CD). Default: LOCKSTEP_GENERATION.")
  private Optional<String> generation;

  @Option(
      names = "--current",
      paramLabel = "ID",
      defaultValue = "${env:LOCKSTEP_CURRENT}",
      description =
          "The generation that the release is at; if it is another, there is nothing to do. Default: LOCKSTEP_CURRENT.")
  private Optional<String> current;

  @Option(
      names = "--turn",
      paramLabel = "K/N",
      defaultValue = "${env:LOCKSTEP_TURN}",
      description =
          "This is the K-th of the rollout's N targets; waits for the one before. Default: LOCKSTEP_TURN.")
  private Optional<String> turn;

  @Option(
      names = "--job",
      paramLabel = "UID",
      defaultValue = "${env:LOCKSTEP_JOB}",
      description =
          "The Kubernetes Job's uid, which tells a rollback's Jobs from late pods. Default: LOCKSTEP_JOB.")
  private Optional<String> job;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RolloutOptions() {}

  Optional<Place> place() {
    Optional<Turn> parsed =
        turn.map(
            text ->
                Turn.parse(text)
                    .orElseThrow(() -> wrong("--turn " + text, "that is not K/N with 1 ≤ K ≤ N")));
    Optional<Rollout> rollout = rollout();
    if (parsed.isPresent() && rollout.isEmpty()) {
      throw wrong("--turn " + parsed.get(), "nothing says which rollout it is a turn of");
    }
    Optional<String> at = current.filter(id -> !id.isBlank());
    if (at.isPresent() && generation.isEmpty()) {
      throw wrong("--current " + at.get(), "nothing says which generation this is");
    }
    return rollout.map(r -> new Place(r, parsed, job, at));
  }

  private Optional<Rollout> rollout() {
    if (generation.isPresent()) {
      return Optional.of(new Rollout.Generation(release.orElse("default"), generation.get()));
    }
    if (revision.isPresent() && release.isEmpty()) {
      throw wrong("--revision " + revision.get(), "nothing says of which release");
    }
    return revision.map(number -> new Rollout.Revision(release.orElseThrow(), number));
  }

  private static Problem wrong(String asked, String why) {
    return new Problem(
        Exit.USAGE,
        asked,
        why,
        "Give --release NAME with --revision N, or --generation ID; --turn K/N and --current ID go beside it.");
  }
}
