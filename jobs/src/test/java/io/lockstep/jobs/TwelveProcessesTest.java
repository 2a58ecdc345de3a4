package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 1 with as many holders as like to come. */
class TwelveProcessesTest {
  private static final List<Integer> TARGETS =
      List.of(30, 8, 16, 14, 20, 10, 28, 12, 22, 24, 18, 26);

  @Test
  void twelve_processes_with_a_target_each_run_one_after_the_other() {
    TestDatabase database = TestDatabase.create();
    LockstepProcess.Launch launch = LockstepProcess.Launch.on(database, ThirtySet.FOLDER);
    List<LockstepProcess> processes = new ArrayList<>();
    try {
      TARGETS.forEach(target -> processes.add(launch.start("migrate", ThirtySet.target(target))));
      processes.forEach(process -> process.exitsWith(0));
    } finally {
      processes.forEach(LockstepProcess::close);
    }

    assertThat(
            ThirtySet.count(
                database.jdbc(), "select count(*) from lockstep.run where result = 'done'"))
        .isEqualTo(TARGETS.size());
    assertThat(
            ThirtySet.count(
                database.jdbc(),
                """
                select count(*) from lockstep.run a join lockstep.run b on a.id < b.id
                 where a.started_at < b.ended_at and b.started_at < a.ended_at
                """))
        .as("runs at the same time")
        .isZero();
    int last = ThirtySet.current(database.jdbc());
    assertThat(TARGETS).contains(last);
    assertThat(
            database
                .jdbc()
                .sql("select target from lockstep.run order by id desc limit 1")
                .query(String.class)
                .single())
        .isEqualTo(ThirtySet.target(last));
    ThirtySet.assertUndisturbed(database.jdbc(), last);
  }
}
