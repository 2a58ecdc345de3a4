package io.lockstep.functions;

import io.lockstep.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that a well-behaved client would not send. */
final class RawHttp {
  private RawHttp() {}

  private static Socket open(int port, String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  static int status(int port, String request) {
    try (Socket socket = open(port, request);
        BufferedReader answer =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      socket.setSoTimeout((int) Patience.LIMIT.toMillis());
      return Integer.parseInt(
          answer.readLine().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
