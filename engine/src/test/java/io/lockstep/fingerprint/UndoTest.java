package io.lockstep.fingerprint;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import io.lockstep.database.Session;
import io.lockstep.fingerprint.objects.FingerprintReader;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thirty migrations as projects have them: each undo script gives back what was there before. */
class UndoTest {
  private static final Path THIRTY = Path.of("src/test/resources/thirty");
  private static final int NEWEST = 30;

  private final TestDatabase database = TestDatabase.create();

  @Test
  void every_migration_changes_the_fingerprint_and_its_undo_gives_the_one_before_back()
      throws SQLException {
    Lockstep lockstep = database.lockstep(THIRTY);
    List<Fingerprint> seen = new ArrayList<>(List.of(read()));
    for (int version = 1; version <= NEWEST; version++) {
      lockstep.migrate(targets("thirty " + version));
      Fingerprint after = read();
      assertThat(after).as("%s", version).isNotEqualTo(seen.get(version - 1));
      seen.add(after);
    }
    for (int version = NEWEST - 1; version >= 0; version--) {
      lockstep.migrate(targets("thirty " + (version == 0 ? "zero" : version)));
      assertThat(FingerprintDifference.between(seen.get(version), read()).lines())
          .as("back at %s", version)
          .isEmpty();
    }
  }

  private Fingerprint read() throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      return new FingerprintReader(Session.jdbcOn(connection)).read("public");
    }
  }
}
