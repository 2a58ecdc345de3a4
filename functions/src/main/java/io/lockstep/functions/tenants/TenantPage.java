package io.lockstep.functions.tenants;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of all tenants, and how many are where. The names of its parts are the JSON's: a contract.
 *
 * @param total how many tenants there are
 * @param summary how many of all tenants are at which versions in which state, most first
 * @param matching how many have what was asked for
 * @param tenants these, in the list's order, from the one after the cursor on
 * @param next the cursor of the next part, if there is one
 * @param problem the reason why there is no list
 */
public record TenantPage(
    int total,
    List<Count> summary,
    int matching,
    List<TenantState> tenants,
    Optional<String> next,
    Optional<String> problem) {
  /** How many tenants are at these versions, and in this state. */
  public record Count(TenantCondition state, Map<String, String> versions, long tenants) {}

  static TenantPage of(TenantStates all, List<TenantState> matching, int from, int limit) {
    int to = Math.min(from + limit, matching.size());
    return new TenantPage(
        all.tenants().size(),
        summary(all.tenants()),
        matching.size(),
        List.copyOf(matching.subList(from, to)),
        to < matching.size() ? Optional.of(matching.get(to - 1).tenant()) : Optional.empty(),
        all.problem());
  }

  private record Place(TenantCondition state, Map<String, String> versions) {}

  private static List<Count> summary(List<TenantState> tenants) {
    return tenants.stream()
        .collect(groupingBy(t -> new Place(t.state(), t.versions()), counting()))
        .entrySet()
        .stream()
        .map(
            place -> new Count(place.getKey().state(), place.getKey().versions(), place.getValue()))
        .sorted(
            Comparator.comparingLong(Count::tenants)
                .reversed()
                .thenComparing(Count::state)
                .thenComparing(count -> count.versions().toString()))
        .toList();
  }
}
