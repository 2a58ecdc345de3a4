package io.lockstep.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 32767, 32768, 32769, 65536, 1_000_003})
  void a_body_gives_back_what_was_written(int length) throws IOException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    Body body = written(bytes, 1000);

    assertThat(body.length()).isEqualTo(length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.writeTo(out, 777);
    assertThat(out.toByteArray()).isEqualTo(bytes);
    MessageDigest digest = Sha256.newDigest();
    body.digest(digest);
    assertThat(digest.digest()).isEqualTo(Sha256.newDigest().digest(bytes));
    assertThat(body.isSameAs(written(bytes, 3))).isTrue();
  }

  @Test
  void a_body_differs_from_one_with_another_byte_or_length() {
    byte[] bytes = new byte[100_000];
    byte[] first = bytes.clone();
    first[0] = 1;
    byte[] last = bytes.clone();
    last[99_999] = 1;
    Body body = written(bytes, 1000);
    assertThat(body.isSameAs(written(first, 1000))).isFalse();
    assertThat(body.isSameAs(written(last, 1000))).isFalse();
    assertThat(body.isSameAs(written(new byte[99_999], 1000))).isFalse();
    assertThat(body.isSameAs(Body.of(new byte[0]))).isFalse();
  }

  private static Body written(byte[] bytes, int atOnce) {
    Body body = new Body();
    for (int from = 0; from < bytes.length; from += atOnce) {
      body.write(bytes, from, Math.min(atOnce, bytes.length - from));
    }
    return body;
  }
}
