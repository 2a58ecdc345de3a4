package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds that send a byte now and then, or never read. */
class SlowClientsTest {
  private static final int SENDERS = 500;
  private static final int READERS = 300;
  private static final String HEADERS = "GET /migrations HTTP/1.1\r\nHost: x\r\nX: ";
  private static final String BODY =
      String.join(
          "\r\n",
          "POST /migrations HTTP/1.1",
          "Host: x",
          "Content-Type: application/json",
          "Content-Length: 60000",
          "",
          "");

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private final List<Socket> slow = new ArrayList<>();
  private ServeProcess serve;

  @BeforeEach
  void serve() {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main latest"));
    LongHistory.add(database, 5_000);
    serve = ServeProcess.on(database, db);
    askAnother(); // warmed up
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
    serve.close();
  }

  @Test
  void a_slow_client_keeps_nobody_waiting_and_is_cut_off() throws IOException {
    for (int i = 0; i < SENDERS; i++) {
      open(i % 2 == 0 ? HEADERS : BODY);
    }
    for (int i = 0; i < READERS; i++) {
      open("GET /migrations HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    askAnother();
    List<Socket> open = new ArrayList<>(slow);
    open.removeIf(this::isCutOff);
    assertThat(open).as("still open while others are answered").isNotEmpty();
    Instant start = Instant.now();
    int asked = 1;
    for (; !open.isEmpty(); asked++) {
      assertThat(Duration.between(start, Instant.now()))
          .as("%d of %d are not cut off", open.size(), slow.size())
          .isLessThan(Patience.LIMIT);
      askAnother();
      open.removeIf(this::isCutOff);
    }
    System.out.printf(
        "%d slow clients, all cut off; %d others were answered meanwhile%n", slow.size(), asked);
  }

  private void askAnother() {
    for (String path : new String[] {"/readyz", "/runs"}) {
      HttpResponse<String> answer = serve.get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private void open(String bytes) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serve.port()));
    socket.setSoTimeout(1);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    slow.add(socket);
  }

  /**
   * Sends a byte more. To see the end of a connection it would have to be read from, but a reader
   * that is slow must not: then it is the byte after the end that fails.
   */
  private boolean isCutOff(Socket socket) {
    try {
      socket.getOutputStream().write('a');
      return slow.indexOf(socket) < SENDERS && socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
