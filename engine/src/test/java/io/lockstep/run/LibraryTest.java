package io.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.run.report.MigrateRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A schema as real projects have them, through every version and back. */
class LibraryTest {
  private static final Path LIBRARY = Path.of("src/test/resources/library");
  private static final int NEWEST = 24;

  @Test
  void every_version_looks_the_same_on_the_way_forth_back_and_forth_again() {
    TestDatabase database = TestDatabase.create();
    Lockstep lockstep = database.lockstep(LIBRARY);
    List<String> seen = new ArrayList<>();
    for (int version = 0; version <= NEWEST; version++) {
      go(lockstep, version);
      seen.add(versioned(database));
    }
    for (int version = NEWEST - 1; version >= 0; version--) {
      go(lockstep, version);
      assertThat(versioned(database)).as("back at %s", version).isEqualTo(seen.get(version));
    }
    for (int version = 1; version <= NEWEST; version++) {
      go(lockstep, version);
      assertThat(versioned(database)).as("again at %s", version).isEqualTo(seen.get(version));
    }
  }

  @Test
  void one_run_to_latest_equals_many_small_ones() {
    TestDatabase small = TestDatabase.create();
    TestDatabase one = TestDatabase.create();
    for (int version = 1; version <= NEWEST; version++) {
      go(small.lockstep(LIBRARY), version);
    }
    one.lockstep(LIBRARY).migrate(MigrateRequest.of(List.of("library latest")));
    assertThat(one.fingerprint()).isEqualTo(small.fingerprint());
  }

  /** Without the view of the repeatable, which no version makes or takes back. */
  private static String versioned(TestDatabase database) {
    return database
        .fingerprint()
        .lines()
        .filter(line -> !line.contains("current_loans"))
        .collect(Collectors.joining("\n"));
  }

  private static void go(Lockstep lockstep, int version) {
    String target = version == 0 ? "library zero" : "library " + version;
    lockstep.migrate(MigrateRequest.of(List.of(target)));
  }
}
