package io.lockstep.functions;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.OwnServer;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The server is stopped and started again while clients go on asking. {@code
 * -Dlockstep.away.seconds=60} keeps it away for longer.
 */
class DatabaseAwayTest {
  private static final int CLIENTS = 16;
  private static final int ROUNDS = 5;
  private static final Duration AWAY =
      Duration.ofSeconds(Integer.getInteger("lockstep.away.seconds", 0));

  /** The function waits 3 s for a connection; the rest is for a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final String[] PATHS = {
    "/migrations", "/", "/runs", "/timeline", "/plan?target=main+zero"
  };

  @TempDir Path db;
  private final Queue<Got> got = new ConcurrentLinkedQueue<>();

  private record Got(Instant asked, Duration took, HttpResponse<String> answer) {
    int status() {
      return answer.statusCode();
    }
  }

  @Test
  void clients_are_told_that_the_database_is_away_and_get_their_answers_when_it_is_back(
      @TempDir Path data) throws Exception {
    new MigrationFolder(db).threeTables();
    try (OwnServer server = OwnServer.start(data);
        ServedFunctions served = ServedFunctions.on(server.settings(), db)) {
      server.lockstep(db).migrate(targets("main 0002"));
      AtomicBoolean going = new AtomicBoolean(true);
      List<Thread> clients = clients(served, going);
      try (LoggedThrowables logged = LoggedThrowables.listen()) {
        await().until(() -> seen(200) > 2L * CLIENTS);
        server.stop("immediate");
        Instant gone = Instant.now();
        await().until(() -> seen(503) > 2L * CLIENTS);
        await()
            .atMost(Patience.LIMIT.plus(AWAY))
            .until(() -> Duration.between(gone, Instant.now()).compareTo(AWAY) >= 0);
        assertThat(served.get("/livez").statusCode()).isEqualTo(200);
        assertThat(served.get("/readyz").statusCode()).isEqualTo(503);
        server.startAgain();
        Instant back = Instant.now();
        await().until(() -> newest(CLIENTS).allMatch(one -> one.status() == 200));
        System.out.printf(
            "away for %d s; all have answers again after %d ms%n",
            Duration.between(gone, back).toSeconds(),
            Duration.between(back, Instant.now()).toMillis());
        assertThat(logged.all()).as("stack traces in the log").isEmpty();
      } finally {
        going.set(false);
        for (Thread client : clients) {
          client.join(Patience.LIMIT.toMillis());
        }
      }
      assertAllWereToldInTime();
      // an answer of a moment ago has its second
      await().untilAsserted(() -> assertThat(served.get("/readyz").body()).isEqualTo("ready\n"));
      assertThat(sessions(server)).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_session_that_ends_before_its_commit_leaves_no_stack_trace_in_the_log() {
    TestDatabase database = TestDatabase.create();
    try (ReadOnlyDatabase reader = new ReadOnlyDatabase(database.settings());
        LoggedThrowables logged = LoggedThrowables.listen()) {
      problem(ExitCode.UNREACHABLE, () -> reader.read(jdbc -> endSessionOf(jdbc, database)));
      assertThat(logged.all()).isEmpty();
    }
  }

  /**
   * As by a restart. The pool looks only at connections that were not used for half a second, which
   * the first round takes on a busy machine.
   */
  @Test
  void sessions_that_were_ended_since_their_last_use_cost_no_answer() throws SQLException {
    TestDatabase database = TestDatabase.create();
    try (ReadOnlyDatabase reader = new ReadOnlyDatabase(database.settings());
        Connection other = database.connect();
        Statement end = other.createStatement()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Integer> two =
            reader.read(
                first ->
                    List.of(pid(first), CompletableFuture.supplyAsync(() -> pid(reader)).join()));
        assertThat(two).doesNotHaveDuplicates();
        end.execute(
            "select pg_terminate_backend(pid, 60000) from unnest(array%s) pid".formatted(two));
        assertThat(two).doesNotContain(pid(reader), pid(reader));
      }
    }
  }

  private static int pid(ReadOnlyDatabase reader) {
    return reader.read(DatabaseAwayTest::pid);
  }

  private static int pid(JdbcClient jdbc) {
    return jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
  }

  private static boolean endSessionOf(JdbcClient jdbc, TestDatabase database) {
    return database
        .jdbc()
        .sql("select pg_terminate_backend(:pid, 60000)")
        .param("pid", pid(jdbc))
        .query(Boolean.class)
        .single();
  }

  private void assertAllWereToldInTime() {
    System.out.printf(
        "%d asked: %d lists, %d times 503, the slowest after %d ms%n",
        got.size(),
        seen(200),
        seen(503),
        got.stream().mapToLong(one -> one.took().toMillis()).max().orElse(0));
    assertThat(got)
        .allSatisfy(
            one -> {
              assertThat(one.status()).isIn(200, 503);
              assertThat(one.took()).isLessThan(BOUND);
              if (one.status() == 503) {
                assertThat(one.answer().headers().firstValue("Retry-After")).hasValue("2");
                assertThat(one.answer().headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
                assertThat(one.answer().body())
                    .contains("the database can't be read at the moment")
                    .doesNotContain("localhost", "Exception", "Connection");
              }
            });
  }

  private List<Thread> clients(ServedFunctions served, AtomicBoolean going) {
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String path = PATHS[i % PATHS.length];
      Thread client =
          new Thread(
              () -> {
                while (going.get()) {
                  Instant asked = Instant.now();
                  HttpResponse<String> answer = served.get(path);
                  got.add(new Got(asked, Duration.between(asked, Instant.now()), answer));
                }
              });
      client.start();
      clients.add(client);
    }
    return clients;
  }

  private static int sessions(OwnServer server) {
    return server
        .jdbc()
        .sql("select count(*) from pg_stat_activity where application_name = 'lockstep functions'")
        .query(Integer.class)
        .single();
  }

  private long seen(int status) {
    return got.stream().filter(one -> one.status() == status).count();
  }

  private Stream<Got> newest(int number) {
    List<Got> all = List.copyOf(got);
    return all.subList(Math.max(0, all.size() - number), all.size()).stream();
  }
}
