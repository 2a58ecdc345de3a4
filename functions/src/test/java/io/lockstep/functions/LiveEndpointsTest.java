package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.PausedIndex;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the function's JSON says of the last verification, and of a step that takes long. */
class LiveEndpointsTest {
  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder folder;
  private ServedFunctions served;

  @BeforeEach
  void start() {
    folder = new MigrationFolder(db).threeTables();
    served = ServedFunctions.on(database.settings(), db);
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void the_last_verification_is_in_it_once_there_is_one() {
    database.lockstep(db).migrate(targets("main 2"));
    try (ServedFunctions before = ServedFunctions.on(database.settings(), db)) {
      assertThat(ServedFunctions.json(before.get("/migrations")).get("verification").isNull())
          .isTrue();
    }
    database.jdbc().sql("create index by_id on b (id)").update();
    database.lockstep(db).verifyAndRecord(List.of("main latest"));
    JsonNode found = ServedFunctions.json(served.get("/migrations")).get("verification");
    assertThat(found.get("result").asString()).isEqualTo("differs");
    assertThat(found.get("at").asString()).startsWith("20").endsWith("Z");
    assertThat(found.get("targets").get(0).asString()).isEqualTo("main latest");
    assertThat(found.get("findings").asInt()).isEqualTo(1);
    assertThat(found.get("differences").asInt()).isEqualTo(1);
    assertThat(found.get("lines").get(1).asString()).isEqualTo("+ index by_id");
  }

  @Test
  void the_tables_of_an_older_lockstep_have_none_and_are_read_all_the_same() {
    database.lockstep(db).migrate(targets("main 2"));
    database.jdbc().sql("drop table lockstep.verification").update();
    JsonNode answer = ServedFunctions.json(served.get("/migrations"));
    assertThat(answer.get("verification").isNull()).isTrue();
    assertThat(answer.get("apps").get(0).get("current").asString()).isEqualTo("0002");
  }

  @Test
  void a_step_under_way_says_since_when_and_how_far_its_statement_is() throws Exception {
    PausedIndex index = PausedIndex.in(database, folder);
    CompletableFuture<?> run =
        CompletableFuture.supplyAsync(() -> database.lockstep(db).migrate(targets("big latest")));
    index.awaitPause();
    try (ServedFunctions now = ServedFunctions.on(database.settings(), db)) {
      JsonNode answer = ServedFunctions.json(now.get("/migrations"));
      assertThat(answer.get("lastRun").get("stepScript").asString()).isEqualTo("V0002__index.sql");
      assertThat(answer.get("lastRun").get("stepStartedAt").asString()).endsWith("Z");
      JsonNode progress = answer.get("progress");
      assertThat(progress.get("command").asString()).isEqualTo("CREATE INDEX");
      assertThat(progress.get("relation").asString()).isEqualTo("big");
      assertThat(progress.get("phase").asString()).isEqualTo("building index: scanning table");
      assertThat(progress.get("percent").asInt()).isBetween(45, 55);
    } finally {
      index.goOn();
    }
    assertThat(run).succeedsWithin(Patience.LIMIT);
    assertThat(ServedFunctions.json(served.get("/migrations")).get("progress").isNull()).isTrue();
  }
}
