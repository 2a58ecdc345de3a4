package io.lockstep.network;

import io.lockstep.database.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The network between clients and a server, which fails as a test wants: cut at a message, silent
 * without a reset, or leading to another server than before.
 */
public final class Network implements AutoCloseable {
  private final ServerSocket listener;
  private final Fault fault;
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private volatile int server;
  private volatile boolean silent;

  private Network(ServerSocket listener, int server, Fault fault) {
    this.listener = listener;
    this.server = server;
    this.fault = fault;
  }

  /** To the server on this port. */
  public static Network to(int server) throws IOException {
    return to(server, Fault.NONE);
  }

  /** To the server on this port, with a fault. */
  public static Network to(int server, Fault fault) throws IOException {
    return at(InetAddress.getLoopbackAddress(), server, fault);
  }

  /** On this address of ours, to the server on this port. */
  public static Network at(InetAddress address, int server, Fault fault) throws IOException {
    Network network = new Network(new ServerSocket(0, 50, address), server, fault);
    Wire.daemon(network::accept);
    return network;
  }

  /** The same settings, but through this. */
  public Settings through(Settings settings) {
    return new Settings(
        "localhost",
        port(),
        settings.database(),
        settings.user(),
        settings.password(),
        settings.tls(),
        settings.schema());
  }

  /** Where clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** All connections so far, in their order. */
  public List<Wire> wires() {
    return List.copyOf(wires);
  }

  /** What clients have sent so far, as if all of it were text. */
  public String sent() {
    StringBuilder all = new StringBuilder();
    wires.forEach(wire -> all.append(wire.sent()));
    return all.toString();
  }

  /** New connections lead to the server on this port; those that are open stay with theirs. */
  public void leadTo(int port) {
    server = port;
  }

  /** Nothing goes through any more, old and new connections alike, and nobody is told. */
  public void silence() {
    silent = true;
    wires.forEach(Wire::silence);
  }

  /** All that was held back arrives, as after TCP's retransmissions. */
  public void heal() {
    silent = false;
    wires.forEach(Wire::heal);
  }

  /** Cuts all connections. */
  public void cut() {
    wires.forEach(Wire::cut);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Wire wire = new Wire(this, client, server, fault);
      if (silent) {
        wire.silence();
      }
      wires.add(wire);
      Wire.daemon(wire::connect);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
