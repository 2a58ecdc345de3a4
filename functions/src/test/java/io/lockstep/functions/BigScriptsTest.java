package io.lockstep.functions;

import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Scripts that are together more than the heap holds. No more than that: the function gives a
 * reading eight seconds, and a busy machine has to read them all in these.
 */
class BigScriptsTest {
  private static final int VERSIONS = 60;
  private static final String BIG = "-- " + "x".repeat(76) + "\n";

  @TempDir Path db;
  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void apply() {
    write("");
    database.lockstep(db).migrate(targets("main latest"));
  }

  private void write(String more) {
    String rest = BIG.repeat(1_000_000 / BIG.length());
    MigrationFolder files = new MigrationFolder(db);
    for (int version = 1; version <= VERSIONS; version++) {
      files.file("main/V%d__t.sql".formatted(version), "create table t%d ();".formatted(version));
      files.file(
          "main/U%d__t.sql".formatted(version),
          "drop table t%d;\n".formatted(version) + rest + more);
    }
  }

  @Test
  void a_plan_does_not_hold_the_scripts_in_memory() {
    try (ServeProcess serve = small(database)) {
      assertThat(steps(serve, "main+zero")).isEqualTo(VERSIONS);
      write("-- changed");
      // an answer may be a moment old
      await().until(() -> notes(ask(serve, "/plan?target=main+zero")) == VERSIONS);
    }
    try (ServeProcess serve = small(TestDatabase.create())) {
      assertThat(steps(serve, "main+latest")).isEqualTo(VERSIONS);
    }
  }

  private static int notes(HttpResponse<String> plan) {
    assertThat(plan.statusCode()).as(plan.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(plan.body()).at("/targets/0/notes").size();
  }

  private ServeProcess small(TestDatabase served) {
    return ServeProcess.on(
        served, db, "-XX:+UseSerialGC", "-Xmn16m", "-Xmx56m", "-XX:+ExitOnOutOfMemoryError");
  }

  private static int steps(ServeProcess serve, String target) {
    HttpResponse<String> answer = ask(serve, "/plan?target=" + target);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body()).at("/targets/0/steps").size();
  }

  /** A busy machine may need more than the time that a reading may take; a 503 is asked again. */
  private static HttpResponse<String> ask(ServeProcess serve, String path) {
    return await().until(() -> serve.get(path), got -> got.statusCode() != 503);
  }
}
