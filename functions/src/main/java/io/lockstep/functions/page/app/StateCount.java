package io.lockstep.functions.page.app;

import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many migrations are in a state. */
public record StateCount(long number, MigrationState state) {
  /** Without the states that no migration is in. */
  static List<StateCount> byState(List<MigrationListing> migrations) {
    return migrations.stream()
        .collect(
            Collectors.groupingBy(MigrationListing::state, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(count -> new StateCount(count.getValue(), count.getKey()))
        .toList();
  }
}
