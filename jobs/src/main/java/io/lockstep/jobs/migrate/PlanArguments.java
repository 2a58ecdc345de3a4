package io.lockstep.jobs.migrate;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.jobs.options.StandardOptions;
import io.lockstep.plan.PlanOptions;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.program.Flag;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** Targets, and the ways out of a refusal. */
final class PlanArguments {
  private static final String FOLLOWS = "LOCKSTEP_CONTRACT_FOLLOWS";

  private final PositionalParamSpec targets =
      StandardOptions.targets(
          "\"APP VERSION\", \"APP zero\" or \"APP latest\"; several are carried out in this order.");
  private final OptionSpec acceptChanged =
      list(
          "--accept-changed",
          "VERSION",
          "Take the changed script of this version as it is now. May be repeated.");
  private final OptionSpec acceptUnfinished =
      list(
          "--accept-unfinished",
          "VERSION",
          "The step of this version that did not end well was put right by hand. May be repeated.");
  private final OptionSpec undoFromFile =
      list(
          "--undo-from-file",
          "VERSION",
          "Undo this version by the file on disk, not by the script stored in the database. May be repeated.");
  private final OptionSpec outOfOrder =
      Flag.of("--out-of-order", "Apply versions below the current one, too.");
  private final OptionSpec fromZero =
      list(
          "--from-zero",
          "APP",
          "Apply this app's first migration although the database has what others have made. May be repeated.");

  private final OptionSpec contract =
      Flag.of(
          "--contract",
          "The old pods are gone: do what waits for that, too. Without it, a run stops before the first contract step.");
  private final OptionSpec contractEarly =
      Flag.of("--contract-early", "Do all of it before the old pods are gone; they may fail.");

  private static OptionSpec list(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .initialValue(List.of())
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Spec
  void addTo(CommandSpec spec) {
    spec.addPositional(targets)
        .addOption(acceptChanged)
        .addOption(acceptUnfinished)
        .addOption(undoFromFile)
        .addOption(outOfOrder)
        .addOption(fromZero)
        .addOption(contract)
        .addOption(contractEarly);
  }

  List<String> targets() {
    return targets.getValue();
  }

  PlanOptions options() {
    return new PlanOptions(
        versions(acceptChanged),
        versions(acceptUnfinished),
        versions(undoFromFile),
        outOfOrder.<Boolean>getValue(),
        fromZero.<List<String>>getValue().stream()
            .map(PlanArguments::app)
            .collect(Collectors.toUnmodifiableSet()),
        phase());
  }

  private ContractPhase phase() {
    boolean after = contract.<Boolean>getValue();
    boolean early = contractEarly.<Boolean>getValue();
    if (after && early) {
      throw new LockstepException(
          ExitCode.USAGE,
          "--contract --contract-early",
          "the old pods are gone, or they aren't",
          "Pass one of the two.");
    }
    if (early) {
      return ContractPhase.EARLY;
    }
    return after
        ? ContractPhase.AFTER_ROLLOUT
        : isFollowed() ? ContractPhase.BEFORE_ROLLOUT_FOLLOWED : ContractPhase.BEFORE_ROLLOUT;
  }

  /** What the chart sets, and nobody has to say by hand: a Job with --contract follows. */
  private static boolean isFollowed() {
    return "true".equals(System.getenv(FOLLOWS));
  }

  private static AppName app(String text) {
    return AppName.parse(text)
        .orElseThrow(
            () ->
                new LockstepException(
                    ExitCode.USAGE, "--from-zero " + text, "bad name", AppName.RULE));
  }

  private static Set<Version> versions(OptionSpec option) {
    return option.<List<String>>getValue().stream()
        .map(
            text ->
                Version.parse(text)
                    .orElseThrow(
                        () ->
                            new LockstepException(
                                ExitCode.USAGE,
                                option.longestName() + " " + text,
                                "that is no version",
                                "Give a version as in the file's name, for example 0003.")))
        .collect(Collectors.toUnmodifiableSet());
  }
}
