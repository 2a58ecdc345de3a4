package io.lockstep.status;

import io.lockstep.audit.RunEntry;
import io.lockstep.history.BatchProgress;
import io.lockstep.progress.StatementProgress;
import io.lockstep.waiting.ContractWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions in the database, and the run that is active. The names of the components are the
 * JSON's: a contract.
 *
 * @param targets one per app; if several are named for an app, the last counts
 * @param running the active run
 * @param progress the progress of its statement, where PostgreSQL reports it
 * @param batch how far its step is, if that runs in batches
 * @param contractWaits the releases whose contract steps wait for pods, with their names
 */
public record Status(
    List<TargetStatus> targets,
    Optional<RunEntry> running,
    Optional<StatementProgress> progress,
    Optional<BatchProgress> batch,
    List<ContractWait> contractWaits) {
  /** True if all targets are reached and no run is active. */
  public boolean reached() {
    return running.isEmpty() && targets.stream().allMatch(TargetStatus::reached);
  }

  /** A line for each fact, and last the progress of the active statement. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(facts());
    progress.ifPresent(now -> lines.add(now.line()));
    batch.ifPresent(now -> lines.add(now.line()));
    return List.copyOf(lines);
  }

  /** The lines without the progress, which differs at every look. */
  public List<String> facts() {
    List<String> lines =
        new ArrayList<>(
            targets.stream()
                .map(
                    t ->
                        t.missing()
                            .orElse(
                                "%s is at %s: %s reached%s"
                                    .formatted(
                                        t.app(),
                                        t.at(),
                                        t.target(),
                                        t.waiting().map(waits -> ", " + waits).orElse(""))))
                .toList());
    contractWaits.forEach(wait -> lines.add(wait.sentence()));
    running.ifPresent(run -> lines.add(line(run)));
    return List.copyOf(lines);
  }

  private static String line(RunEntry run) {
    String step =
        run.stepScript()
            .map(
                script ->
                    ", step %d of %d: %s since %s"
                        .formatted(
                            run.step(),
                            run.steps(),
                            script,
                            run.stepStartedAt().map(Object::toString).orElse("a moment")))
            .orElse("");
    return "%s is running, by %s since %s%s"
        .formatted(run.target(), run.holder(), run.startedAt(), step);
  }
}
