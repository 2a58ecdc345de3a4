package io.lockstep.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code NAME@ID} says. */
class RolloutNameTest {
  @Test
  void a_number_is_a_revision() {
    assertThat(Rollout.parse("shop/web@7")).contains(new Rollout.Revision("shop/web", 7));
    assertThat(Rollout.parse(" web@007\n")).contains(new Rollout.Revision("web", 7));
    assertThat(Rollout.parse("web@9223372036854775807"))
        .contains(new Rollout.Revision("web", Long.MAX_VALUE));
  }

  @Test
  void all_else_is_a_generation() {
    for (String id :
        List.of("7-1a2b-20260101T000000Z", "1a2b3c4d", "-7", "7.0", "v7", "a@b", "٧")) {
      assertThat(Rollout.parse("web@" + id)).contains(new Rollout.Generation("web", id));
    }
  }

  @Test
  void a_rollout_has_a_name_an_id_and_no_number_beyond_64_bits() {
    for (String text :
        List.of("", "web", "7", "@", "@7", "web@", "web@ ", "web@9223372036854775808")) {
      assertThat(Rollout.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void a_name_is_written_as_it_is_read() {
    for (String text : List.of("shop/web@7", "web@7-1a2b", "web@a@b")) {
      assertThat(Rollout.parse(text).map(Rollout::name)).contains(text);
    }
  }
}
