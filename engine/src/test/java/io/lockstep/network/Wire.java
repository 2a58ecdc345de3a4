package io.lockstep.network;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One connection. */
public final class Wire {
  /** The end of a ReadyForQuery: a letter follows that says whether a transaction is open. */
  private static final byte[] READY = {'Z', 0, 0, 0, 5};

  private final Network network;
  private final Socket client;
  private final int port;
  private final Fault fault;
  private final Object gate = new Object();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private volatile Socket server = new Socket();
  private volatile boolean answerLost;
  private volatile boolean started;
  private boolean silent;

  Wire(Network network, Socket client, int port, Fault fault) {
    this.network = network;
    this.client = client;
    this.port = port;
    this.fault = fault;
  }

  /** The network that it is a part of. */
  public Network network() {
    return network;
  }

  /** What the client has sent on it, as if all of it were text. */
  public String sent() {
    synchronized (sent) {
      return sent.toString(StandardCharsets.UTF_8);
    }
  }

  /** Whether neither end has closed it. */
  public boolean isOpen() {
    return !client.isClosed();
  }

  /** Cuts it; each end notices. */
  public void cut() {
    close(client);
    close(server);
  }

  /** Nothing goes through any more, and both ends think it open. */
  public void silence() {
    synchronized (gate) {
      silent = true;
    }
  }

  /** What was held back arrives. */
  public void heal() {
    synchronized (gate) {
      silent = false;
      gate.notifyAll();
    }
  }

  void connect() throws IOException {
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), port);
      server.setTcpNoDelay(true);
      client.setTcpNoDelay(true);
      daemon(this::answers);
      questions();
    } finally {
      passSilence(); // the end of a connection is a packet, too
      cut();
    }
  }

  private void questions() throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    while (true) {
      Optional<Message> next = Message.read(in, started);
      if (next.isEmpty()) {
        return;
      }
      Message message = next.get();
      switch (fault.on(this, message)) {
        case CUT_BEFORE -> {
          return;
        }
        case ANSWER_LOST -> answerLost = true;
        case PASSES -> {}
      }
      passSilence();
      synchronized (sent) {
        message.writeTo(sent);
      }
      message.writeTo(server.getOutputStream());
      started = started || message.starts();
    }
  }

  private void answers() throws IOException {
    try {
      InputStream in = server.getInputStream();
      byte[] bytes = new byte[8192];
      for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
        passSilence();
        if (answerLost) {
          if (!started || isReady(bytes, n)) {
            return;
          }
        } else {
          client.getOutputStream().write(bytes, 0, n);
        }
      }
    } finally {
      passSilence(); // the end of a connection is a packet, too
      cut();
    }
  }

  private static boolean isReady(byte[] bytes, int length) {
    int from = length - READY.length - 1;
    for (int i = 0; i < READY.length; i++) {
      if (from < 0 || bytes[from + i] != READY[i]) {
        return false;
      }
    }
    return true;
  }

  private void passSilence() {
    synchronized (gate) {
      while (silent) {
        try {
          gate.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one of the two has closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Work on sockets. */
  interface Work {
    void run() throws IOException;
  }
}
