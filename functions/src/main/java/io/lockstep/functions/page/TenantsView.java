package io.lockstep.functions.page;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.functions.page.format.DurationFormat;
import io.lockstep.functions.page.format.UtcTimestamp;
import io.lockstep.functions.tenants.TenantCondition;
import io.lockstep.functions.tenants.TenantPage;
import io.lockstep.functions.tenants.TenantQuestion;
import io.lockstep.functions.tenants.TenantState;
import io.lockstep.listing.MigrationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The states of many databases.
 *
 * @param position how many are at which version, as a sentence without its end
 * @param counts how many are in which state, each with the address of those
 * @param search what is asked for
 * @param shown how many of how many are shown, if not all
 * @param next the address of the next ones, if there are more
 * @param part whether others are before these
 * @param problem why there is no list
 */
public record TenantsView(
    String position,
    List<StateCount> counts,
    Search search,
    Optional<String> shown,
    Optional<String> next,
    boolean part,
    Optional<String> problem,
    List<TenantRow> rows) {
  private static final int PLACES = 3;

  /** A part of all tenants, which is the answer to this question. */
  public static TenantsView of(TenantQuestion question, TenantPage page) {
    return new TenantsView(
        position(page.summary()),
        counts(page.summary()),
        Search.of(question),
        Optional.of(page).filter(p -> p.tenants().size() < p.total()).map(p -> shown(question, p)),
        page.next().map(last -> TenantLinks.address(question, Optional.of(last))),
        question.after().isPresent(),
        page.problem(),
        page.tenants().stream().map(TenantRow::of).toList());
  }

  private static String shown(TenantQuestion question, TenantPage page) {
    String of =
        TenantLinks.asksForAll(question)
            ? page.total() + " tenants"
            : page.matching() + " that match, of " + page.total() + " tenants";
    return page.tenants().size() + " of " + of;
  }

  private static String position(List<TenantPage.Count> summary) {
    List<Map.Entry<String, Long>> places =
        summary.stream()
            .collect(
                Collectors.groupingBy(
                    count -> versions(count.state(), count.versions()),
                    Collectors.summingLong(TenantPage.Count::tenants)))
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

  private static String versions(TenantCondition state, Map<String, String> versions) {
    return state == TenantCondition.UNREAD
        ? "could not be read"
        : versions.entrySet().stream()
            .map(app -> app.getKey() + " " + app.getValue())
            .collect(Collectors.joining(", ", "at ", ""));
  }

  private static List<StateCount> counts(List<TenantPage.Count> summary) {
    Map<TenantCondition, Long> numbers =
        summary.stream()
            .collect(
                Collectors.groupingBy(
                    TenantPage.Count::state,
                    () -> new EnumMap<>(TenantCondition.class),
                    Collectors.summingLong(TenantPage.Count::tenants)));
    return numbers.entrySet().stream()
        .map(
            count ->
                new StateCount(
                    count.getValue(),
                    count.getKey().toString(),
                    colour(count.getKey()),
                    TenantLinks.ofState(count.getKey())))
        .toList();
  }

  private static MigrationState colour(TenantCondition state) {
    return switch (state) {
      case UNREAD -> MigrationState.UNKNOWN;
      case FAILED -> MigrationState.CHANGED;
      case RUNNING, PENDING -> MigrationState.PENDING;
      case DONE -> MigrationState.APPLIED;
    };
  }

  /**
   * How many tenants are in a state.
   *
   * @param colour of a migration's state
   * @param address of the page with these alone
   */
  record StateCount(long number, String name, MigrationState colour, String address) {}

  /**
   * What is asked for.
   *
   * @param text the part of the names, empty if there is none
   * @param choices of states
   * @param all whether all tenants are asked for
   */
  record Search(String text, List<Choice> choices, boolean all) {
    /** A state to choose. */
    record Choice(String value, String name, boolean chosen) {}

    private static Search of(TenantQuestion question) {
      List<Choice> choices = new ArrayList<>();
      choices.add(new Choice("", "in any state", question.states().isEmpty()));
      choices.add(
          new Choice(TenantQuestion.OPEN, "not at the target", question.states().size() > 1));
      for (TenantCondition state : TenantCondition.values()) {
        choices.add(
            new Choice(
                state.toString(), state.toString(), question.states().equals(Set.of(state))));
      }
      return new Search(question.text().orElse(""), choices, TenantLinks.asksForAll(question));
    }
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
          versions(tenant.state(), tenant.versions())
              + (tenant.state() == TenantCondition.PENDING ? ", not at the target" : ""),
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
