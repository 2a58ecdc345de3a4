package io.lockstep.status;

import io.lockstep.audit.RunEntry;
import io.lockstep.progress.StatementProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the database is, and who is at work. The names of its parts are the JSON's: a contract.
 *
 * @param targets each app's, of which the last named counts
 * @param running the run under way
 * @param progress how far the statement of its step is, where PostgreSQL tells
 */
public record Status(
    List<TargetStatus> targets, Optional<RunEntry> running, Optional<StatementProgress> progress) {
  /** Whether all targets are reached and nobody is at work. */
  public boolean reached() {
    return running.isEmpty() && targets.stream().allMatch(TargetStatus::reached);
  }

  /** A line for each fact, the last about how far the statement under way is. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(facts());
    progress.ifPresent(now -> lines.add(now.line()));
    return List.copyOf(lines);
  }

  /** The lines without how far the statement is, which would be another at every look. */
  public List<String> facts() {
    List<String> lines =
        new ArrayList<>(
            targets.stream()
                .map(
                    t ->
                        t.missing()
                            .orElse(t.app() + " is at " + t.at() + ": " + t.target() + " reached"))
                .toList());
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
