package io.lockstep.functions.http;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of an answer, in pieces: a list may be so long that it should be in memory once only,
 * and not again as a whole.
 */
public final class Body extends OutputStream {
  private static final int PIECE = 1 << 15;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = {};
  private int used;

  /** These bytes, which nobody may change. */
  static Body of(byte[] bytes) {
    Body body = new Body();
    body.last = bytes;
    body.used = bytes.length;
    return body;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    int left = count;
    while (left > 0) {
      if (used == last.length) {
        grow();
      }
      int some = Math.min(left, last.length - used);
      System.arraycopy(bytes, from + count - left, last, used, some);
      used += some;
      left -= some;
    }
  }

  /** Most answers are short; the pieces of a long one have one size. */
  private void grow() {
    if (last.length > 0 && last.length < PIECE) {
      last = Arrays.copyOf(last, PIECE);
    } else {
      if (last.length > 0) {
        full.add(last);
      }
      last = new byte[full.isEmpty() && last.length == 0 ? PIECE / 8 : PIECE];
      used = 0;
    }
  }

  int length() {
    return full.stream().mapToInt(piece -> piece.length).sum() + used;
  }

  void digest(MessageDigest digest) {
    full.forEach(digest::update);
    digest.update(last, 0, used);
  }

  /** Writes all of it, no more than this many bytes at a time. */
  void writeTo(OutputStream out, int atOnce) throws IOException {
    for (byte[] piece : full) {
      write(piece, piece.length, out, atOnce);
    }
    write(last, used, out, atOnce);
  }

  private static void write(byte[] piece, int length, OutputStream out, int atOnce)
      throws IOException {
    for (int from = 0; from < length; from += atOnce) {
      out.write(piece, from, Math.min(atOnce, length - from));
    }
  }

  /** Whether both have the same bytes; those that were written in the same way have, if they do. */
  boolean isSameAs(Body other) {
    if (full.size() != other.full.size()) {
      return false;
    }
    for (int i = 0; i < full.size(); i++) {
      if (!Arrays.equals(full.get(i), other.full.get(i))) {
        return false;
      }
    }
    return Arrays.equals(last, 0, used, other.last, 0, other.used);
  }
}
