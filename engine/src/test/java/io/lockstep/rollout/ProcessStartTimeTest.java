package io.lockstep.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessStartTimeTest {
  private final TestDatabase database = TestDatabase.create();

  @Test
  void a_process_stays_as_old_as_it_is_however_often_it_connects() {
    Duration[] uptime = {Duration.ofMinutes(2)};
    ProcessStartTime processStart = new ProcessStartTime(new ProcessClock(() -> uptime[0]));
    Instant first = processStart.at(database.jdbc());
    uptime[0] = Duration.ZERO;
    assertThat(processStart.at(database.jdbc()))
        .isEqualTo(first)
        .isBefore(
            new ProcessStartTime(new ProcessClock(() -> Duration.ofMinutes(1)))
                .at(database.jdbc()));
  }
}
