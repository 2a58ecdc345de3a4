package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hundred thousand rows, with the heap that image/lockstep takes in a pod of 320 MiB. */
class LongHistoryTest {
  private static final int ROWS = 100_000;
  private static final int MOST_MEGABYTES = 256;

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private ServeProcess serve;

  @BeforeEach
  void serve() {
    new MigrationFolder(db).threeTables();
    database.lockstep(db).migrate(targets("main latest"));
    LongHistory.add(database, ROWS);
    serve =
        ServeProcess.on(
            database,
            db,
            "-XX:+UseSerialGC",
            "-Xmn8m",
            "-Xmx128m", // 40 % of 320 MiB
            "-XX:+ExitOnOutOfMemoryError");
  }

  @AfterEach
  void stop() {
    serve.close();
  }

  @Test
  void a_hundred_thousand_rows_fit_into_a_pod() {
    assertThat(ask("/")).contains("99003 more, older than 99101").hasSizeLessThan(700_000);
    assertThat(ask("/?app=main&before=99101")).contains(">99100<").hasSizeLessThan(700_000);
    assertThat(ask("/?app=main&before=101")).contains(">0003<", "Nothing of main is applied");
    JsonNode migrations = JsonMapper.shared().readTree(ask("/migrations")).at("/apps/0/migrations");
    assertThat(migrations).hasSize(ROWS + 3);
    assertThat(migrations.get(ROWS + 2).get("version").asString()).isEqualTo("100100");
    assertThat(JsonMapper.shared().readTree(ask("/runs")).get("runs")).hasSize(1);
    assertThat(ask("/readyz")).isEqualTo("ready\n");
    serve
        .peakMegabytes()
        .ifPresent(
            peak -> {
              System.out.printf("%d rows: at most %d MB resident%n", ROWS, peak);
              assertThat(peak).isLessThan(MOST_MEGABYTES);
            });
  }

  /** A busy machine may need more than the 5 s that a look may take: 503, to be asked again. */
  private String ask(String path) {
    HttpResponse<String> answer = await().until(() -> timed(path), got -> got.statusCode() != 503);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private HttpResponse<String> timed(String path) {
    Instant start = Instant.now();
    HttpResponse<String> answer = serve.get(path);
    System.out.printf(
        "%d rows: GET %s took %d ms, %d characters%n",
        ROWS, path, Duration.between(start, Instant.now()).toMillis(), answer.body().length());
    return answer;
  }
}
