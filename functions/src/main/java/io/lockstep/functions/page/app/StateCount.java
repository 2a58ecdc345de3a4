package io.lockstep.functions.page.app;

import io.lockstep.listing.MigrationListing;
import io.lockstep.listing.MigrationState;
import java.util.Arrays;
import java.util.List;

/** How many migrations are in a state. */
public record StateCount(long number, MigrationState state) {
  /** Without the states that no migration is in. */
  static List<StateCount> byState(List<MigrationListing> migrations) {
    return Arrays.stream(MigrationState.values())
        .map(state -> new StateCount(of(state, migrations), state))
        .filter(count -> count.number() > 0)
        .toList();
  }

  private static long of(MigrationState state, List<MigrationListing> migrations) {
    return migrations.stream().filter(migration -> migration.state() == state).count();
  }
}
