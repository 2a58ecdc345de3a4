package io.lockstep.functions;

import static io.lockstep.Asking.in;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.plan.contract.ContractPhase;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.rollout.Turn;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
  @TempDir Path db;
  @TempDir Path older;
  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void write() {
    new MigrationFolder(db).threeTables();
    new MigrationFolder(older)
        .threeTables()
        .without("main/V0003__c.sql")
        .without("main/U0003__c.sql");
  }

  private ServedFunctions serving(Path image, String targets) {
    return ServedFunctions.on(database.settings(), image, Map.of("LOCKSTEP_TARGETS", targets));
  }

  /** A pod of release web in namespace shop. */
  private ServedFunctions serving(Path image, String targets, String rollout, String current) {
    return ServedFunctions.on(
        database.settings(),
        image,
        Map.of(
            "LOCKSTEP_TARGETS",
            targets,
            "LOCKSTEP_NAMESPACE",
            "shop",
            "LOCKSTEP_RELEASE",
            "web",
            "LOCKSTEP_GENERATION",
            rollout,
            "LOCKSTEP_CURRENT",
            current));
  }

  private void job(String generation, int turn, int turns, String target) {
    RolloutContext place =
        new RolloutContext(
            new Rollout.Generation("shop/web", generation), Optional.of(new Turn(turn, turns)));
    database.lockstep(db).migrate(in(place, target));
  }

  private void migrate(String... targets) {
    database.lockstep(db).migrate(targets(targets));
  }

  private static void becomes(ServedFunctions served, int status, String text) {
    await()
        .untilAsserted(
            () -> {
              var answer = served.get("/readyz");
              assertThat(answer.body()).contains(text);
              assertThat(answer.statusCode()).isEqualTo(status);
            });
  }

  @Test
  void a_pod_is_ready_once_the_job_has_brought_the_database_to_the_target() {
    try (ServedFunctions served = serving(db, "main 0002")) {
      becomes(served, 503, "main is at zero, and not at 0002 yet");
      migrate("main 0001");
      becomes(served, 503, "main is at 0001, and not at 0002 yet");
      migrate("main 0002");
      becomes(served, 200, "ready");
    }
  }

  @Test
  void a_database_past_the_target_is_ready_as_long_as_the_image_knows_it() {
    migrate("main latest");
    try (ServedFunctions served = serving(db, "main 0001");
        ServedFunctions before = serving(older, "main 0001")) {
      becomes(served, 200, "ready");
      becomes(before, 503, "main is at 0003, which this image doesn't have");
    }
  }

  @Test
  void an_older_image_waits_for_the_undo_after_a_rollback() {
    migrate("main latest");
    try (ServedFunctions served = serving(older, "main latest")) {
      becomes(served, 503, "waiting until that is undone");
      database.lockstep(older).migrate(targets("main latest"));
      becomes(served, 200, "ready");
    }
  }

  /**
   * Else the new pods would wait for the old ones to go, and these for the new ones to be ready.
   */
  @Test
  void a_pod_is_ready_before_a_contract_step_and_half_way_back() {
    new MigrationFolder(db).file("main/V0003__c.sql", "-- lockstep: contract\ncreate table c ();");
    database.lockstep(older).migrate(targets("main 1"));
    try (ServedFunctions served = serving(db, "main latest")) {
      becomes(served, 503, "main is at 0001, and not at latest yet");
      migrate("main latest");
      becomes(served, 200, "ready");
    }
    database.lockstep(db).migrate(with(in(ContractPhase.AFTER_ROLLOUT), "main latest"));
    new MigrationFolder(older).without("main/V0002__b.sql").without("main/U0002__b.sql");
    try (ServedFunctions served = serving(older, "main latest")) {
      becomes(served, 503, "waiting until that is undone");
      database.lockstep(older).migrate(targets("main latest"));
      becomes(served, 200, "ready");
      assertThat(served.get("/migrations").body())
          .contains("\"heldBack\":[{\"app\":\"main\",\"target\":\"main latest\",\"at\":\"0002\"}]");
    }
  }

  @Test
  void a_ready_pod_serves_on_while_a_newer_rollout_takes_the_database_elsewhere() {
    database.lockstep(older).migrate(targets("main latest"));
    try (ServedFunctions served = serving(older, "main latest")) {
      becomes(served, 200, "ready");
      migrate("main latest");
      await().until(() -> served.get("/migrations").body().contains("\"0003\""));
      becomes(served, 200, "ready");
      migrate("main zero");
      becomes(served, 200, "ready");
    }
  }

  @Test
  void a_pod_that_comes_when_the_release_has_gone_on_serves_as_well() {
    migrate("main latest");
    try (ServedFunctions left = serving(older, "main latest", "1-aaaa", "2-bbbb");
        ServedFunctions current = serving(older, "main latest", "2-bbbb", "2-bbbb")) {
      becomes(left, 200, "ready");
      becomes(current, 503, "waiting until that is undone");
    }
  }

  @Test
  void a_pod_whose_jobs_are_done_serves_wherever_the_database_is_by_now() {
    String first = "1-aaaa-20260101T000000Z";
    job(first, 1, 2, "main 0001");
    try (ServedFunctions served = serving(db, "main latest", "1-aaaa", "1-aaaa")) {
      becomes(served, 503, "main is at 0001, and not at latest yet");
    }
    job(first, 2, 2, "main latest");
    migrate("main zero");
    try (ServedFunctions served = serving(db, "main latest", "1-aaaa", "1-aaaa");
        ServedFunctions other = serving(db, "main latest", "1-aaa", "1-aaa")) {
      becomes(served, 200, "ready");
      becomes(other, 503, "main is at zero");
    }
    job("2-bbbb-20260101T000001Z", 1, 1, "main 0002");
    try (ServedFunctions served = serving(db, "main latest", "1-aaaa", "1-aaaa")) {
      becomes(served, 503, "main is at 0002");
    }
  }

  @Test
  void a_pod_that_an_upgrade_without_a_change_has_left_as_it_is_belongs_to_both_revisions() {
    job("1-aaaa", 1, 1, "main latest");
    migrate("main zero");
    try (ServedFunctions first = serving(db, "main latest", "aaaa", "aaaa")) {
      becomes(first, 200, "ready");
      assertThat(first.get("/migrations").body()).contains("\"revision\":\"1\"");
    }
    job("2-aaaa", 1, 1, "main latest");
    migrate("main zero");
    try (ServedFunctions second = serving(db, "main latest", "aaaa", "aaaa");
        ServedFunctions other = serving(db, "main latest", "aaa", "aaa")) {
      becomes(second, 200, "ready");
      assertThat(second.get("/migrations").body()).contains("\"revision\":\"2\"");
      becomes(other, 503, "main is at zero");
    }
    job("3-bbbb", 1, 1, "main 0001");
    try (ServedFunctions left = serving(db, "main latest", "aaaa", "bbbb");
        ServedFunctions back = serving(db, "main latest", "aaaa", "aaaa")) {
      becomes(left, 200, "ready");
      assertThat(left.get("/migrations").body()).contains("\"revision\":\"2\"");
      becomes(back, 503, "main is at 0001");
    }
  }

  @Test
  void a_gap_below_the_target_is_not_ready() {
    new MigrationFolder(older).file("main/V0003__c.sql", "create table c (id int);\n");
    new MigrationFolder(older).without("main/V0002__b.sql");
    database.lockstep(older).migrate(targets("main latest"));
    try (ServedFunctions served = serving(db, "main latest")) {
      becomes(served, 503, "not at latest yet");
    }
  }

  @Test
  void the_last_target_of_an_app_counts() {
    try (ServedFunctions served = serving(db, "main latest\nmain zero")) {
      becomes(served, 200, "ready");
    }
  }

  @Test
  void an_app_that_the_image_does_not_have_is_not_ready() {
    try (ServedFunctions served = serving(db, "main zero,polls 0001")) {
      becomes(served, 503, "this image has no app polls");
    }
  }

  @Test
  void a_readable_database_is_enough_without_targets() {
    try (ServedFunctions served = serving(db, "")) {
      becomes(served, 200, "ready");
    }
  }

  @Test
  void a_database_that_is_gone_is_reported_without_a_trace_and_comes_back_by_itself() {
    migrate("main latest");
    try (ServedFunctions served = serving(db, "main latest")) {
      becomes(served, 200, "ready");
      connections(false);
      becomes(served, 503, "the database can't be read at the moment");
      var answer = served.get("/migrations");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(answer.body())
          .hasSizeLessThan(200)
          .doesNotContain("postgres", "Exception", "at io.");
      assertThat(served.get("/").statusCode()).isEqualTo(503);
      assertThat(served.get("/livez").statusCode()).isEqualTo(200);
      connections(true);
      becomes(served, 200, "ready");
      await().until(() -> served.get("/migrations").statusCode() == 200);
    }
  }

  private void connections(boolean allowed) {
    TestDatabase other = TestDatabase.create();
    other
        .jdbc()
        .sql("alter database " + database.name() + " allow_connections " + allowed)
        .update();
    if (!allowed) {
      other
          .jdbc()
          .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
          .param("name", database.name())
          .query()
          .listOfRows();
    }
  }

  @Test
  void a_repeatable_that_is_due_keeps_a_new_pod_waiting() {
    new MigrationFolder(db).file("main/R__v.sql", "create or replace view v as select 1;");
    migrate("main 2");
    try (ServedFunctions served = serving(db, "main latest")) {
      becomes(served, 503, "not at latest yet");
      migrate("main latest");
      becomes(served, 200, "ready");
    }
    new MigrationFolder(db).file("main/R__v.sql", "create or replace view v as select 2;");
    try (ServedFunctions served = serving(db, "main 3")) {
      becomes(served, 503, "main is at 0003, and due: R__v.sql");
      migrate("main 3");
      becomes(served, 200, "ready");
    }
  }
}
