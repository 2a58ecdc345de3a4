package io.lockstep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Flyway's checksum of a script: CRC-32 over its lines without line ends, so that LF and CRLF give
 * the same. Flyway's own ChecksumCalculator is internal; a test compares the two.
 */
public final class Checksum {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int BLOCK = 1 << 13;

  private Checksum() {}

  /** The checksum of a text without a byte order mark. */
  public static int of(String text) {
    CRC32 crc = new CRC32();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    update(crc, bytes, 0, bytes.length);
    return (int) crc.getValue();
  }

  /** The checksum of a UTF-8 file. It keeps only one block in memory at a time. */
  public static int of(InputStream file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] block = new byte[BLOCK];
    int length = file.readNBytes(block, 0, BLOCK);
    int start = startsWithMark(block) ? BYTE_ORDER_MARK.length : 0;
    while (length > 0) {
      update(crc, block, start, length);
      start = 0;
      length = file.readNBytes(block, 0, BLOCK);
    }
    return (int) crc.getValue();
  }

  private static boolean startsWithMark(byte[] block) {
    int length = BYTE_ORDER_MARK.length;
    return Arrays.equals(block, 0, length, BYTE_ORDER_MARK, 0, length);
  }

  /** Moves all bytes but line ends to the front of the block, and adds them to the checksum. */
  private static void update(CRC32 crc, byte[] block, int start, int end) {
    int kept = 0;
    for (int at = start; at < end; at++) {
      if (block[at] != '\n' && block[at] != '\r') {
        block[kept++] = block[at];
      }
    }
    crc.update(block, 0, kept);
  }
}
