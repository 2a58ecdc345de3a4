package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How it ended with one tenant, whatever was done there. */
sealed interface TenantOutcome permits TenantReport, TenantVerification {
  int NAMED = 10;

  /** Its name. */
  String tenant();

  /** That the command for this tenant alone would have ended with. */
  int exitCode();

  /** Whether there is nothing to say about it. Not isGood, which would be a part of the JSON. */
  default boolean good() {
    return exitCode() == ExitCode.DONE.code();
  }

  /** Those that are not good. */
  static <T extends TenantOutcome> List<T> bad(List<T> outcomes) {
    return outcomes.stream().filter(outcome -> !outcome.good()).toList();
  }

  /** With what they ended, each once, in the order of {@link ExitCode}. */
  static Stream<ExitCode> exits(List<? extends TenantOutcome> outcomes) {
    return Arrays.stream(ExitCode.values())
        .filter(exit -> outcomes.stream().anyMatch(o -> o.exitCode() == exit.code()));
  }

  /** The first of them, for a sentence. */
  static String named(List<? extends TenantOutcome> outcomes) {
    return outcomes.stream()
            .limit(NAMED)
            .map(outcome -> outcome.tenant() + " (exit " + outcome.exitCode() + ")")
            .collect(Collectors.joining(", "))
        + (outcomes.size() > NAMED ? ", …" : "");
  }
}
