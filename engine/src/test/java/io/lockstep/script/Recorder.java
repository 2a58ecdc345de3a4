package io.lockstep.script;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Stands between a client and a real server, and records the statements and the COPY data that the
 * client sends by the simple query protocol.
 */
final class Recorder implements AutoCloseable {
  private static final int LENGTH = 4;

  private static final Pattern END_OF_DATA = Pattern.compile("(?<![^\\n])\\\\\\.\\r?\\n\\z");

  private final ServerSocket listener;
  private final int port;
  private final List<String> sent = new ArrayList<>();
  private boolean inCopy;

  /**
   * @param port of the server
   */
  Recorder(int port) throws IOException {
    this.port = port;
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What was sent since the last time: statements, and after a COPY its data as one. */
  synchronized List<String> takeSent() {
    List<String> taken = List.copyOf(sent);
    sent.clear();
    inCopy = false;
    return taken;
  }

  private static void start(Forwarding forwarding) {
    Thread thread =
        new Thread(
            () -> {
              try {
                forwarding.run();
              } catch (IOException e) {
                // the client has gone, or the test
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      start(
          () -> {
            try (server;
                client) {
              forward(new DataInputStream(client.getInputStream()), server.getOutputStream());
            }
          });
      start(
          () -> {
            try (client) {
              InputStream answers = server.getInputStream();
              answers.transferTo(client.getOutputStream());
            }
          });
    }
  }

  private void forward(DataInputStream client, OutputStream server) throws IOException {
    DataOutputStream out = new DataOutputStream(server);
    int length = client.readInt();
    out.writeInt(length);
    out.write(client.readNBytes(length - LENGTH));
    out.flush();
    while (true) {
      int kind = client.readUnsignedByte();
      byte[] body = client.readNBytes(client.readInt() - LENGTH);
      record(kind, body);
      byte[] message = new byte[1 + LENGTH + body.length];
      ByteBuffer.wrap(message).put((byte) kind).putInt(body.length + LENGTH).put(body);
      out.write(message);
      out.flush();
    }
  }

  private synchronized void record(int kind, byte[] body) {
    switch (kind) {
      case 'Q' -> {
        sent.add(new String(body, 0, body.length - 1, StandardCharsets.UTF_8));
        inCopy = false;
      }
      case 'd' -> {
        String data = new String(body, StandardCharsets.UTF_8);
        sent.add(inCopy ? sent.remove(sent.size() - 1) + data : data);
        inCopy = true;
      }
      default -> {
        if (inCopy) {
          endCopy();
        }
      }
    }
  }

  /** Some psql send the end mark, too, which the server reads as such. */
  private void endCopy() {
    String data = END_OF_DATA.matcher(sent.remove(sent.size() - 1)).replaceFirst("");
    if (!data.isEmpty()) {
      sent.add(data);
    }
    inCopy = false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private interface Forwarding {
    void run() throws IOException;
  }
}
