package io.lockstep.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.program.json.InstantSerializer;
import io.lockstep.program.json.InstantText;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class InstantTextTest {
  @Test
  void a_time_is_written_as_java_and_jackson_write_it() {
    JsonMapper ours = JsonMapper.builder().addModule(InstantSerializer.module()).build();
    JsonMapper theirs = new JsonMapper();
    assertThat(
            Stream.of(
                "2026-11-29T22:57:36Z",
                "2026-11-29T22:57:36.5Z",
                "2026-11-29T22:57:36.123456Z",
                "2026-11-29T22:57:36.000000001Z",
                "2026-11-29T22:57:00Z",
                "2026-11-29T22:57:00.25Z",
                "2026-11-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "1969-12-31T23:59:00Z",
                "9999-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z"))
        .map(Instant::parse)
        .allSatisfy(
            time -> {
              assertThat(InstantText.of(time)).isEqualTo(time.toString());
              assertThat(ours.writeValueAsString(time)).isEqualTo(theirs.writeValueAsString(time));
            });
    assertThat(InstantText.of(Instant.MAX)).isEqualTo(Instant.MAX.toString());
    assertThat(InstantText.of(Instant.MIN)).isEqualTo(Instant.MIN.toString());
  }
}
