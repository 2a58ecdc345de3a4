package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.functions.page.format.DurationFormat;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.tenants.TenantState;
import io.lockstep.functions.tenants.TenantStates;
import io.lockstep.listing.MigrationState;
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
   * @param state of a migration, in whose colour the page shows the result
   * @param result of its last run, in a word
   * @param reason why that did not get there, or why the tenant can't be read
   * @param verified the result of its last verification, if there was one
   */
  record TenantRow(
      String tenant,
      String where,
      MigrationState state,
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
              ? MigrationState.UNKNOWN
              : run.map(TenantRow::state).orElse(MigrationState.PENDING),
          tenant.problem().isPresent()
              ? "unread"
              : run.map(r -> r.result().toString()).orElse("none"),
          run.map(r -> UtcTimestamp.of(r.startedAt())),
          run.flatMap(
              r ->
                  r.endedAt()
                      .map(end -> DurationFormat.text(Duration.between(r.startedAt(), end)))),
          tenant
              .problem()
              .or(() -> run.filter(r -> r.result() != RunState.DONE).flatMap(RunEntry::reason)),
          tenant.verification().map(Verified::of));
    }

    private static MigrationState state(RunEntry run) {
      return switch (run.result()) {
        case DONE -> MigrationState.APPLIED;
        case RUNNING -> MigrationState.PENDING;
        case REFUSED, FAILED, STOPPED, DIED, UNKNOWN -> MigrationState.CHANGED;
      };
    }
  }

  /**
   * The result of a verification.
   *
   * @param state of a migration, in whose colour the page shows the result
   * @param first the first of its lines, if something is wrong
   */
  record Verified(MigrationState state, String result, UtcTimestamp when, Optional<String> first) {
    private static Verified of(VerificationEntry found) {
      return new Verified(
          found.good() ? MigrationState.APPLIED : MigrationState.CHANGED,
          found.result().toString(),
          UtcTimestamp.of(found.at()),
          found.lines().stream().filter(line -> !line.startsWith("note: ")).findFirst());
    }
  }
}
