package io.lockstep.jobs.tenants;

import io.lockstep.tenants.rollout.RolloutStage;
import io.lockstep.tenants.rollout.Shard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select the tenants of a process: a stage of the rollout, and a shard of it. */
final class RolloutStageOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--canary",
      paramLabel = "NAME",
      split = ",",
      descriptionKey = "LOCKSTEP_CANARIES",
      defaultValue = "",
      description =
          "A tenant that goes first. May be repeated, or have commas. Default: LOCKSTEP_CANARIES.")
  private List<String> canaries = List.of();

  @Option(
      names = "--wave",
      paramLabel = "WAVE",
      defaultValue = "all",
      description =
          "canary: only those; rest: only the others, once another process has brought all canaries to the targets in this rollout. Default: all.")
  private String wave;

  @Option(
      names = "--index",
      paramLabel = "I",
      descriptionKey = "JOB_COMPLETION_INDEX",
      description =
          "Take only the tenant at this place of the wave, from 0; or with --shares a share. Default: JOB_COMPLETION_INDEX.")
  private Optional<Integer> index;

  @Option(
      names = "--shares",
      paramLabel = "N",
      descriptionKey = "LOCKSTEP_SHARES",
      description =
          "How many processes share the wave, each with an --index from 0. Default: LOCKSTEP_SHARES.")
  private Optional<Integer> shares;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RolloutStageOptions() {}

  Set<String> canaries() {
    return canaries.stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  RolloutStage wave() {
    return switch (wave) {
      case "all" -> RolloutStage.ALL;
      case "canary" -> RolloutStage.CANARY;
      case "rest" -> RolloutStage.REST;
      default -> throw wrong("--wave " + wave + ": give all, canary or rest");
    };
  }

  Optional<Shard> share() {
    if (shares.filter(n -> n < 1).isPresent() || index.filter(i -> i < 0).isPresent()) {
      throw wrong("--index goes from 0, --shares from 1");
    }
    if (shares.isPresent() && index.filter(i -> i < shares.get()).isEmpty()) {
      throw wrong("--shares needs an --index from 0 to one less");
    }
    return index.map(i -> new Shard(i, shares));
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}
