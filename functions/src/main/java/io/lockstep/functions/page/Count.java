package io.lockstep.functions.page;

import io.lockstep.listing.MigrationListing;
import java.util.List;
import java.util.stream.Stream;

/** How many migrations are in a state. */
record Count(long number, String state) {
  /**
   * What needs a look comes last, as the eye rests there; states that nothing is in are left out.
   */
  static List<Count> byState(List<MigrationListing> migrations) {
    return Stream.of("applied", "pending", "undone", "unknown", "changed")
        .map(state -> new Count(of(state, migrations), state))
        .filter(count -> count.number() > 0)
        .toList();
  }

  private static long of(String state, List<MigrationListing> migrations) {
    return migrations.stream().filter(migration -> migration.state().equals(state)).count();
  }
}
