package io.lockstep.network;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a client sends in one piece (PostgreSQL manual, "Frontend/Backend Protocol"). */
public final class Message {
  /** The type of SSLRequest and StartupMessage, which have none. */
  private static final char START = '!';

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int LENGTH = 4;

  private final char type;
  private final byte[] bytes;

  private Message(char type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /** Reads the next one; empty at the end. */
  static Optional<Message> read(DataInputStream in, boolean started) throws IOException {
    try {
      char type = started ? (char) in.readUnsignedByte() : START;
      int length = in.readInt();
      byte[] body = in.readNBytes(length - LENGTH);
      ByteBuffer bytes = ByteBuffer.allocate(length + (started ? 1 : 0));
      if (started) {
        bytes.put((byte) type);
      }
      return Optional.of(new Message(type, bytes.putInt(length).put(body).array()));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /** Whether the session begins with it. */
  boolean starts() {
    int code = ByteBuffer.wrap(bytes).getInt(LENGTH);
    return type == START && code != SSL_REQUEST && code != GSS_REQUEST;
  }

  /** Whether the server answers it as soon as it comes, and not only a later Sync. */
  public boolean isAnswered() {
    return "QS!".indexOf(type) >= 0;
  }

  /** Whether a statement ends with it: a query alone, or the Sync after one in parts. */
  public boolean endsStatement() {
    return "QS".indexOf(type) >= 0;
  }

  /** What of it can be read. */
  public String text() {
    return readable(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Without what can't be read. */
  public static String readable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
  }
}
