package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fuzzer over raw sockets. {@code -Dlockstep.fuzz.seed=N} repeats a run, {@code
 * -Dlockstep.fuzz.requests=N} makes it longer.
 */
class MalformedRequestsTest {
  private static final long SEED = Long.getLong("lockstep.fuzz.seed", new Random().nextLong());
  private static final int REQUESTS = Integer.getInteger("lockstep.fuzz.requests", 1000);
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

  /** A class of anybody's, or a line of a stack trace. */
  private static final Pattern INSIDES =
      Pattern.compile("\\b(java|javax|sun|jdk|org|com|io|tools)\\.[a-z]+\\.|\\tat |Exception\\b");

  /**
   * What the JDK's server says before any code of ours, of a target that is no URI and a length
   * that is no number; and the type of a CloudEvent, which Spring Cloud Function takes from a name.
   */
  private static final Pattern SAID_BY_OTHERS =
      Pattern.compile("(?i)(URISyntax|NumberFormat)Exception thrown|ce-type: [a-z.]+\r\n");

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private ServedFunctions served;

  @BeforeEach
  void serve() {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main 0002"));
    served = ServedFunctions.on(database.settings(), db);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void a_thousand_malformed_requests_are_answered_or_cut_off_and_leave_nothing()
      throws InterruptedException, ExecutionException {
    System.out.printf("fuzzing with -Dlockstep.fuzz.seed=%d%n", SEED);
    String list = served.get("/migrations").body();
    Random dice = new Random(SEED);
    MalformedRequest[] kinds = MalformedRequest.values();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<Asked>> all = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      MalformedRequest kind = kinds[i % kinds.length];
      byte[] bytes = kind.bytes(dice);
      boolean rude = kind == MalformedRequest.HALF && dice.nextBoolean();
      all.add(clients.submit(() -> ask(kind, bytes, rude)));
    }
    List<Asked> asked = new ArrayList<>();
    for (Future<Asked> one : all) {
      asked.add(one.get());
    }
    clients.shutdown();

    assertThat(asked).hasSize(REQUESTS);
    assertThat(asked.stream().filter(one -> !one.isFine())).as("seed %d", SEED).isEmpty();
    assertThat(asked.stream().filter(one -> !one.answer().isEmpty()).count())
        .as("answered, not only cut off; seed %d", SEED)
        .isGreaterThan(REQUESTS / 2);
    assertThat(served.get("/migrations").body()).isEqualTo(list);
    await().until(() -> busyThreads().isEmpty());
    served.get("/migrations"); // an idle session is closed after a while
    assertThat(sessions()).isBetween(1, 2);
  }

  /** What came back; the text of a socket that had to be waited for too long is no answer. */
  private record Asked(MalformedRequest kind, String request, String answer, boolean ended) {
    /** 501 is for a transfer coding that nobody knows (RFC 9112, 6.1). */
    boolean isFine() {
      Matcher status = STATUS.matcher(answer);
      boolean fine = ended;
      while (status.find()) {
        int code = Integer.parseInt(status.group(1));
        fine &= code < 500 || (code == 501 && isOddlyCoded());
      }
      return fine && !INSIDES.matcher(SAID_BY_OTHERS.matcher(answer).replaceAll("")).find();
    }

    private boolean isOddlyCoded() {
      return request.contains("Transfer-Encoding: ");
    }

    @Override
    public String toString() {
      return "%s%n%s%n-> %s%n%s"
          .formatted(kind, start(request), ended ? "ended" : "hung", start(answer));
    }

    private static String start(String text) {
      return text.substring(0, Math.min(600, text.length()));
    }
  }

  /**
   * Sends all of it and no more, and reads until the server has closed.
   *
   * @param rude whether to leave without a look at the answer
   */
  private Asked ask(MalformedRequest kind, byte[] bytes, boolean rude) throws IOException {
    String request = new String(bytes, StandardCharsets.ISO_8859_1);
    StringBuilder answer = new StringBuilder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
      socket.setSoTimeout((int) Patience.LIMIT.toMillis());
      try {
        socket.getOutputStream().write(bytes);
        if (rude) {
          return new Asked(kind, request, "", true);
        }
        socket.shutdownOutput();
      } catch (SocketException e) {
        // cut off while it was being sent; there may be an answer all the same
      }
      byte[] buffer = new byte[8192];
      for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
        answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
      return new Asked(kind, request, answer.toString(), true);
    } catch (SocketException e) {
      return new Asked(kind, request, answer.toString(), true);
    } catch (SocketTimeoutException e) {
      return new Asked(kind, request, answer.toString(), false);
    }
  }

  /** Those of the server that still have a request, and don't wait for one. */
  private static List<String> busyThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("http-"))
        .filter(
            thread ->
                Arrays.stream(thread.getValue())
                    .noneMatch(frame -> frame.getMethodName().equals("getTask")))
        .map(thread -> thread.getKey().getName())
        .toList();
  }

  private int sessions() {
    return database.sessions("lockstep functions");
  }
}
