package io.lockstep.knative;

import static io.lockstep.Asking.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.JavaProcesses;
import io.lockstep.ManualClock;
import io.lockstep.MigrationFolder;
import io.lockstep.Patience;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import io.lockstep.knative.Answers.Answer;
import io.lockstep.knative.polling.ChangeLog;
import io.lockstep.knative.record.DatabaseWaitRecord;
import io.lockstep.waiting.ContractWait;
import io.lockstep.waiting.ContractWaitReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database shows of a wait for old pods. */
class RecordedWaitTest {
  @TempDir Path folder;
  private final TestDatabase database = TestDatabase.create();
  private final ContractWaitReader reader = new ContractWaitReader(database.jdbc());
  private final ManualClock clock = new ManualClock(() -> {});
  private final StringWriter out = new StringWriter();
  private final DatabaseWaitRecord record = record(database.settings());

  private DatabaseWaitRecord record(Settings settings) {
    return new DatabaseWaitRecord(settings, clock, new ChangeLog(new PrintWriter(out)), "shop/web");
  }

  @BeforeEach
  void migrate() {
    new MigrationFolder(folder).file("main/V0001__t.sql", "create table t (a int)");
    database.lockstep(folder).migrate(targets("main latest"));
  }

  private Instant updatedAt() {
    return reader.all().get(0).updatedAt();
  }

  @Test
  void a_wait_is_shown_at_each_change_and_again_after_30_seconds() {
    record.waitsFor(List.of("web-old-1", "web-old-2"));
    assertThat(reader.all())
        .singleElement()
        .extracting(ContractWait::release, ContractWait::waitingFor)
        .containsExactly("shop/web", List.of("web-old-1", "web-old-2"));
    Instant first = updatedAt();
    clock.pause(Duration.ofSeconds(29));
    record.waitsFor(List.of("web-old-1", "web-old-2"));
    assertThat(updatedAt()).isEqualTo(first);
    clock.pause(Duration.ofSeconds(1));
    record.waitsFor(List.of("web-old-1", "web-old-2"));
    assertThat(updatedAt()).isAfter(first);
    record.waitsFor(List.of("web-old-2"));
    assertThat(reader.all().get(0).waitingFor()).containsExactly("web-old-2");
    record.over();
    assertThat(reader.all()).isEmpty();
    assertThat(out.toString()).isEmpty();
    Patience.await().until(() -> database.sessions("lockstep contract wait") == 0);
  }

  @Test
  void a_database_that_is_away_is_said_once_and_does_not_end_the_wait() {
    DatabaseWaitRecord away = record(database.settings().withDatabase("nowhere"));
    away.waitsFor(List.of("a"));
    away.waitsFor(List.of("b"));
    away.over();
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith("status can't show this wait, which goes on: connecting to ");
  }

  @Test
  void a_wait_that_sigterm_ends_is_shown_no_longer() throws Exception {
    try (JavaProcesses java = new JavaProcesses();
        Answers cluster =
            new Answers()
                .with(Rollouts.REPLICA_SETS, Answer.ok(Rollouts.replicaSets()))
                .with(Rollouts.DEPLOYMENT, Answer.ok(Rollouts.deployment(3, 3, 3)))
                .with(
                    Knative.PODS,
                    Answer.ok(
                        Rollouts.pods(Rollouts.pod("web-old-1", "pod-template-hash", "old"))))) {
      Process wait =
          java.start(
              Map.of(
                  "POSTGRES_HOST",
                  "localhost",
                  "POSTGRES_PORT",
                  String.valueOf(TestDatabase.port()),
                  "POSTGRES_DB",
                  database.name(),
                  "POSTGRES_USER",
                  "postgres",
                  "POSTGRES_PASSWORD",
                  "postgres",
                  "KUBECONFIG",
                  cluster.kubeconfig(folder)),
              List.of(
                  "io.lockstep.knative.KnativeMain",
                  "await-rollout",
                  "Deployment/web",
                  "--release",
                  "shop/web"));
      assertThat(wait.inputReader().readLine()).contains("web-old-1");
      Patience.await().until(() -> !reader.all().isEmpty());
      wait.destroy();
      assertThat(wait.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(wait.exitValue()).isEqualTo(143);
      assertThat(reader.all()).isEmpty();
    }
  }
}
