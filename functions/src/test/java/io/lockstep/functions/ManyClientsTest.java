package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyClientsTest {
  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private final HttpClient client = HttpClient.newHttpClient();
  private ServedFunctions served;

  @BeforeEach
  void serve() {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main latest"));
    served = ServedFunctions.on(database.settings(), db);
    // A crowd that is connected asks within the seconds that a look at the database may take.
    ask("/livez", 200).forEach(CompletableFuture::join);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void two_hundred_at_once_share_one_look_at_the_database() throws SQLException {
    try (Connection blocker = database.connect();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("lock table main_schema_history in access exclusive mode");
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.concat(ask(100).stream(), post(100).stream()).toList();
      await().until(() -> looking() == 1);
      assertThat(answers).noneMatch(CompletableFuture::isDone);
      assertThat(looking()).isEqualTo(1);
      blocker.rollback();
      assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
          .hasSize(200)
          .containsOnly(200);
    }
  }

  @Test
  void probes_share_one_look_at_the_database() throws SQLException {
    try (Connection blocker = database.connect();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.execute("lock table main_schema_history in access exclusive mode");
      List<CompletableFuture<HttpResponse<String>>> probes = ask("/readyz", 100);
      await().until(() -> looking() == 1);
      assertThat(probes).noneMatch(CompletableFuture::isDone);
      assertThat(looking()).isEqualTo(1);
      blocker.rollback();
      assertThat(probes.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
          .containsOnly(200);
    }
  }

  @Test
  void a_long_history_is_served_to_two_hundred_clients_without_an_error() {
    LongHistory.add(database, 5_000);
    for (int round = 0; round < 3; round++) {
      assertThat(ask(200).stream().map(CompletableFuture::join))
          .allSatisfy(
              answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).contains("\"5100\"").endsWith("}");
              });
    }
  }

  @Test
  void a_crowd_that_never_stops_asking_still_sees_what_is_new() {
    database.lockstep(db).migrate(targets("main 0001"));
    await()
        .until(
            () ->
                ask(20).stream()
                    .map(CompletableFuture::join)
                    .allMatch(answer -> answer.body().contains("\"current\":\"0001\"")));
  }

  @Test
  void stopping_twice_waits_for_nobody() {
    served.close();
    assertTimeoutPreemptively(Duration.ofSeconds(4), served::close);
  }

  private List<CompletableFuture<HttpResponse<String>>> ask(int clients) {
    return ask("/migrations", clients);
  }

  private List<CompletableFuture<HttpResponse<String>>> ask(String path, int clients) {
    return IntStream.range(0, clients)
        .mapToObj(i -> client.sendAsync(served.request(path).build(), BodyHandlers.ofString()))
        .toList();
  }

  /** The same question in a body. */
  private List<CompletableFuture<HttpResponse<String>>> post(int clients) {
    return IntStream.range(0, clients)
        .mapToObj(
            i ->
                client.sendAsync(
                    served.request("/migrations").POST(BodyPublishers.ofString("{}")).build(),
                    BodyHandlers.ofString()))
        .toList();
  }

  private int looking() {
    return database
        .jdbc()
        .sql(
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and application_name = 'lockstep functions' and wait_event_type = 'Lock'
            """)
        .query(Integer.class)
        .single();
  }
}
