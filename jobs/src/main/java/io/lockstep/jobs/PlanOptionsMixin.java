package io.lockstep.jobs;

import io.lockstep.Exit;
import io.lockstep.Problem;
import io.lockstep.plan.PlanOptions;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Targets, and the ways out of a refusal. */
final class PlanOptionsMixin {
  @Parameters(
      paramLabel = "TARGET",
      arity = "1..*",
      description =
          "\"APP VERSION\", \"APP zero\" or \"APP latest\"; several are carried out in this order.")
  private List<String> targets;

  @Option(
      names = "--accept-changed",
      paramLabel = "VERSION",
      description = "Take the changed script of this version as it is now. May be repeated.")
  private List<String> acceptChanged = List.of();

  @Option(
      names = "--accept-unfinished",
      paramLabel = "VERSION",
      description =
          "The step of this version that did not end well was put right by hand. May be repeated.")
  private List<String> acceptUnfinished = List.of();

  @Option(
      names = "--undo-from-file",
      paramLabel = "VERSION",
      description =
          "Undo this version by the file on disk, not by the script stored in the database. May be repeated.")
  private List<String> undoFromFile = List.of();

  @Option(names = "--out-of-order", description = "Apply versions below the current one, too.")
  private boolean outOfOrder;

  @Option(
      names = "--from-zero",
      paramLabel = "APP",
      description =
          "Apply this app's first migration although the database has what others have made. May be repeated.")
  private List<String> fromZero = List.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PlanOptionsMixin() {}

  List<String> targets() {
    return targets;
  }

  PlanOptions options() {
    return new PlanOptions(
        versions("--accept-changed", acceptChanged),
        versions("--accept-unfinished", acceptUnfinished),
        versions("--undo-from-file", undoFromFile),
        outOfOrder,
        fromZero.stream().map(PlanOptionsMixin::app).collect(Collectors.toUnmodifiableSet()));
  }

  private static AppName app(String text) {
    return AppName.parse(text)
        .orElseThrow(
            () -> new Problem(Exit.USAGE, "--from-zero " + text, "bad name", AppName.RULE));
  }

  private static Set<Version> versions(String option, List<String> texts) {
    return texts.stream()
        .map(
            text ->
                Version.parse(text)
                    .orElseThrow(
                        () ->
                            new Problem(
                                Exit.USAGE,
                                option + " " + text,
                                "that is no version",
                                "Give a version as in the file's name, for example 0003.")))
        .collect(Collectors.toUnmodifiableSet());
  }
}
