package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.functions.page.app.StateMark;
import io.lockstep.functions.page.format.DurationFormat;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.tenants.TenantState;
import io.lockstep.functions.tenants.TenantStates;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The states of many databases.
 *
 * @param position how many are at which version, as a sentence without its end
 * @param problem why there is no list
 */
record TenantsView(String position, Optional<String> problem, List<TenantRow> rows) {
  private static final int PLACES = 3;

  static TenantsView of(TenantStates states) {
    return new TenantsView(
        position(states.tenants()),
        states.problem(),
        states.tenants().stream().map(TenantRow::of).toList());
  }

  private static String position(List<TenantState> tenants) {
    List<Map.Entry<String, Long>> places =
        tenants.stream()
            .collect(Collectors.groupingBy(TenantsView::versions, Collectors.counting()))
            .entrySet()
            .stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    String named =
        places.stream()
            .limit(PLACES)
            .map(place -> place.getValue() + " " + place.getKey())
            .collect(Collectors.joining("; "));
    return named + (places.size() > PLACES ? "; others elsewhere" : "");
  }

  private static String versions(TenantState tenant) {
    return tenant.problem().isPresent()
        ? "could not be read"
        : tenant.versions().entrySet().stream()
            .map(app -> app.getKey() + " " + app.getValue())
            .collect(Collectors.joining(", ", "at ", ""));
  }

  /**
   * One database.
   *
   * @param state of its last run, as the page's colours have it
   * @param result of its last run, in a word
   * @param reason why that did not get there, or why the tenant can't be read
   * @param verified the result of its last verification, if there was one
   */
  record TenantRow(
      String tenant,
      String where,
      StateMark state,
      String result,
      Optional<UtcTimestamp> when,
      Optional<String> took,
      Optional<String> reason,
      Optional<Verified> verified) {
    private static TenantRow of(TenantState tenant) {
      Optional<RunEntry> run = tenant.lastRun();
      return new TenantRow(
          tenant.tenant(),
          versions(tenant),
          tenant.problem().isPresent()
              ? StateMark.UNKNOWN
              : run.map(TenantRow::state).orElse(StateMark.PENDING),
          tenant.problem().isPresent() ? "unread" : run.map(RunEntry::result).orElse("none"),
          run.map(r -> UtcTimestamp.of(r.startedAt())),
          run.flatMap(
              r ->
                  r.endedAt()
                      .map(end -> DurationFormat.text(Duration.between(r.startedAt(), end)))),
          tenant.problem().or(() -> run.filter(r -> !isDone(r)).flatMap(RunEntry::reason)),
          tenant.verification().map(Verified::of));
    }

    private static boolean isDone(RunEntry run) {
      return run.result().equals("done");
    }

    private static StateMark state(RunEntry run) {
      return switch (run.result()) {
        case "done" -> StateMark.APPLIED;
        case "running" -> StateMark.PENDING;
        default -> StateMark.CHANGED;
      };
    }
  }

  /**
   * The result of a verification.
   *
   * @param state as the page's colours have it
   * @param first the first of its lines, if something is wrong
   */
  record Verified(StateMark state, String result, UtcTimestamp when, Optional<String> first) {
    private static Verified of(VerificationEntry found) {
      return new Verified(
          found.good() ? StateMark.APPLIED : StateMark.CHANGED,
          found.result(),
          UtcTimestamp.of(found.at()),
          found.lines().stream().filter(line -> !line.startsWith("note: ")).findFirst());
    }
  }
}
