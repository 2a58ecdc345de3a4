package io.lockstep.tenants.rollout;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of all tenants of a process. The component names are the JSON's: a contract.
 *
 * @param tenants in the order in which they were begun
 * @param notBegun names of the tenants that were not migrated, because a canary has failed or is a
 *     newer rollout's, or the process was asked to end
 */
public record TenantsReport(List<TenantReport> tenants, List<String> notBegun) {
  static final TenantsReport NOTHING = new TenantsReport(List.of(), List.of());

  boolean isGood() {
    return notBegun.isEmpty() && tenants.stream().allMatch(TenantReport::good);
  }

  /** True if a newer rollout has come before this one somewhere. */
  boolean isSuperseded() {
    return tenants.stream().anyMatch(tenant -> tenant.result() == RunResult.SUPERSEDED);
  }

  TenantsReport and(TenantsReport later) {
    return new TenantsReport(concat(tenants, later.tenants), concat(notBegun, later.notBegun));
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** A one-line summary of the outcomes. */
  String line() {
    String counts =
        tenants.stream()
            .collect(
                Collectors.groupingBy(
                    tenant -> tenant.result().toString(), TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    int all = tenants.size() + notBegun.size();
    return "%d %s: %s%s"
        .formatted(
            all,
            all == 1 ? "tenant" : "tenants",
            counts.isEmpty() ? "none begun" : counts,
            notBegun.isEmpty() || counts.isEmpty() ? "" : ", " + notBegun.size() + " not begun");
  }

  /**
   * The problem of all tenants together, if there is one. Of several exit codes it prefers one that
   * another try may fix: the process is then tried again, and skips what is done.
   */
  public Optional<LockstepException> problem() {
    List<TenantReport> bad = TenantOutcome.bad(tenants);
    if (bad.isEmpty()) {
      return Optional.empty();
    }
    ExitCode exit = TenantOutcome.exits(bad).max(TenantsReport::byHope).orElseThrow();
    return Optional.of(
        new LockstepException(
            exit,
            "migrating tenants",
            "%d of %d did not get there: %s"
                .formatted(bad.size(), tenants.size() + notBegun.size(), TenantOutcome.named(bad)),
            "Each one's lines say why, and what to do; a command for it alone needs its POSTGRES_DB and POSTGRES_SCHEMA. Fix it and run the same command again: it leaves alone what is done."));
  }

  private static int byHope(ExitCode one, ExitCode other) {
    int order = Boolean.compare(!one.isFinal(), !other.isFinal());
    return order == 0 ? one.compareTo(other) : order;
  }
}
