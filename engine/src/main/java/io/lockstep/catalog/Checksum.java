package io.lockstep.catalog;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Flyway's checksum of a script: CRC-32 over its lines without their ends, so that LF and CRLF give
 * the same (Flyway's ChecksumCalculator; it is not called here because a run with nothing to do
 * need not load Flyway, and a test compares the two).
 */
public final class Checksum {
  private Checksum() {}

  /** The checksum of a text without byte order mark. */
  public static int of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (byte b : bytes) {
      if (b != '\n' && b != '\r') {
        bytes[length++] = b;
      }
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
