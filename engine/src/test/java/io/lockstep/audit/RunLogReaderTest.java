package io.lockstep.audit;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.lock.OtherHolder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogReaderTest {
  @TempDir private Path db;
  private final TestDatabase database = TestDatabase.create();
  private final RunLogReader reader = new RunLogReader(database.jdbc());

  private void migrate(String target) {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets(target));
  }

  @Test
  void a_database_that_never_saw_a_run_has_none() {
    assertThat(reader.last()).isEmpty();
  }

  @Test
  void the_newest_is_first() {
    migrate("main 1");
    migrate("main 2");
    migrate("main 3");
    assertThat(reader.newest(2)).extracting(RunEntry::target).containsExactly("main 3", "main 2");
    assertThat(reader.last()).map(RunEntry::result).hasValue(RunState.DONE);
  }

  @Test
  void a_run_that_has_not_ended_is_under_way_until_its_lease_is_over_and_has_died_then() {
    migrate("main 1");
    database.jdbc().sql("update lockstep.run set result = 'running', ended_at = null").update();
    assertThat(reader.last()).map(RunEntry::result).as("no lease").hasValue(RunState.DIED);
    OtherHolder.holds(database, Duration.ofSeconds(30));
    assertThat(reader.last()).map(RunEntry::running).as("a lease").hasValue(true);
    OtherHolder.holds(database, Duration.ofSeconds(-1));
    assertThat(reader.last()).map(RunEntry::running).as("a lease that ran out").hasValue(false);
  }

  @Test
  void a_state_of_a_newer_lockstep_is_unknown() {
    migrate("main 1");
    database.jdbc().sql("update lockstep.run set result = 'paused'").update();
    assertThat(reader.last()).map(RunEntry::result).hasValue(RunState.UNKNOWN);
    migrate("main 2");
    assertThat(reader.newest(2))
        .extracting(RunEntry::result)
        .containsExactly(RunState.DONE, RunState.UNKNOWN);
  }
}
