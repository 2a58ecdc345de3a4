package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result of migrating or verifying one tenant. */
sealed interface TenantOutcome permits TenantReport, TenantVerification {
  int NAMED = 10;

  String tenant();

  /** The exit code that the command would have had for this tenant alone. */
  int exitCode();

  /** True if there is no problem. Not named isGood, which would become a part of the JSON. */
  default boolean good() {
    return exitCode() == ExitCode.DONE.code();
  }

  /** The outcomes with a problem. */
  static <T extends TenantOutcome> List<T> bad(List<T> outcomes) {
    return outcomes.stream().filter(outcome -> !outcome.good()).toList();
  }

  /** The exit codes of these outcomes, each once, in the order of {@link ExitCode}. */
  static Stream<ExitCode> exits(List<? extends TenantOutcome> outcomes) {
    return Arrays.stream(ExitCode.values())
        .filter(exit -> outcomes.stream().anyMatch(o -> o.exitCode() == exit.code()));
  }

  /** The first {@link #NAMED} of these outcomes, for a sentence. */
  static String named(List<? extends TenantOutcome> outcomes) {
    return outcomes.stream()
            .limit(NAMED)
            .map(outcome -> outcome.tenant() + " (exit " + outcome.exitCode() + ")")
            .collect(Collectors.joining(", "))
        + (outcomes.size() > NAMED ? ", …" : "");
  }
}
