package io.lockstep.run.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The size of batches follows the time that they take. */
class BatchSizeTest {
  private static final Duration TARGET = Duration.ofMillis(500);

  private final BatchSize size = new BatchSize(OptionalInt.of(1000), TARGET);

  private long after(long changed, int millis) {
    size.adapt(changed, Duration.ofMillis(millis));
    return size.rows();
  }

  @Test
  void the_first_batch_has_the_size_that_the_script_gives() {
    assertThat(size.rows()).isEqualTo(1000);
  }

  @Test
  void a_quick_batch_is_followed_by_one_of_twice_its_size_and_no_more_than_ten_times_the_first() {
    assertThat(after(1000, 1)).isEqualTo(2000);
    assertThat(after(2000, 400)).isEqualTo(2500);
    assertThat(after(2500, 0)).isEqualTo(5000);
    assertThat(after(5000, 1)).isEqualTo(10_000);
    assertThat(after(10_000, 1)).isEqualTo(10_000);
  }

  @Test
  void a_slow_batch_is_followed_by_one_of_half_its_size_and_no_less_than_a_tenth_of_the_first() {
    assertThat(after(1000, 600)).isEqualTo(833);
    assertThat(after(833, 60_000)).isEqualTo(417);
    assertThat(after(417, 60_000)).isEqualTo(209);
    assertThat(after(209, 60_000)).isEqualTo(105);
    assertThat(after(105, 60_000)).isEqualTo(100);
    assertThat(after(100, 60_000)).isEqualTo(100);
  }

  @Test
  void a_batch_that_was_not_full_says_nothing_about_a_larger_one() {
    assertThat(after(999, 1)).isEqualTo(1000);
    assertThat(after(10, 1000)).isEqualTo(500);
  }

  @Test
  void a_larger_batch_whose_rows_take_longer_is_the_last_of_its_size() {
    assertThat(after(1000, 100)).isEqualTo(2000);
    assertThat(after(2000, 220)).isEqualTo(4000);
    assertThat(after(4000, 700)).isEqualTo(2000);
    assertThat(after(2000, 220)).isEqualTo(2000);
    assertThat(after(2000, 700)).isEqualTo(1429);
  }

  @Test
  void a_batch_that_met_a_lock_is_tried_again_with_half_the_size() {
    size.halve();
    assertThat(size.rows()).isEqualTo(500);
  }

  @Test
  void a_script_with_a_size_of_its_own_keeps_it() {
    BatchSize own = new BatchSize(OptionalInt.empty(), TARGET);
    own.adapt(1, Duration.ZERO);
    own.halve();
    assertThat(own.rows()).isEqualTo(1);
  }
}
