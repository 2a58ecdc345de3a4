package io.lockstep.rehearse;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal that begins at a version: what comes before it is in production for years. */
class FromVersionTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  private MigrationFolder folder;

  @BeforeEach
  void faults() {
    folder =
        new MigrationFolder(db)
            .threeTables()
            .without("main/U0001__a.sql")
            .file("main/U0002__b.sql", "select 1;")
            .file("main/U0003__c.sql", "select 1;");
  }

  private RehearsalReport from(String version, String... targets) {
    return Rehearsing.on(database.settings(), db)
        .run(
            new RehearseRequest(List.of(targets), true, false, Optional.empty(), List.of(version)));
  }

  @Test
  void what_comes_up_to_it_is_applied_and_not_rehearsed() {
    RehearsalReport report = from("2");
    assertThat(report.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.script()).isEqualTo("V0003__c.sql");
              assertThat(verdict.findings())
                  .extracting(Finding::kind)
                  .containsExactly(Finding.Kind.UNDO_NOT_INVERSE);
            });
    assertThat(report.notes())
        .contains("applied only, since --from says so: V0001__a.sql, V0002__b.sql");
    assertThat(report.summary()).startsWith("rehearsed 1 script ");
  }

  @Test
  void callbacks_before_it_are_rehearsed_and_keep_no_version_from_being_applied_only() {
    folder.file("main/beforeMigrate.sql", "create table if not exists setting ();");
    RehearsalReport report = from("2");
    assertThat(Rehearsing.lines(report, db))
        .startsWith("beforeMigrate.sql: ok")
        .element(1)
        .asString()
        .startsWith("V0003__c.sql: undo is not the inverse");
    assertThat(report.verdicts()).hasSize(2);
    assertThat(report.notes())
        .contains("applied only, since --from says so: V0001__a.sql, V0002__b.sql");
  }

  @Test
  void a_callback_that_fails_keeps_what_comes_after_it_from_being_applied() {
    folder.file("main/beforeMigrate.sql", "select nothing;");
    assertThat(Rehearsing.lines(from("2"), db))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("beforeMigrate.sql: fails"),
            line -> assertThat(line).startsWith("V0003__c.sql: not rehearsed: beforeMigrate.sql"));
  }

  @Test
  void a_script_before_it_that_fails_is_the_one_that_is_named_beside_callbacks() {
    folder
        .file("main/beforeMigrate.sql", "create table if not exists setting ();")
        .file("main/V0002__b.sql", "select nothing;");
    assertThat(Rehearsing.lines(from("2"), db))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("beforeMigrate.sql: ok"),
            line -> assertThat(line).startsWith("V0002__b.sql: fails line 1 (select nothing)"),
            line -> assertThat(line).startsWith("V0003__c.sql: not rehearsed: V0002__b.sql"));
  }

  @Test
  void with_several_apps_the_version_names_its_app() {
    folder.file("other/V1__o.sql", "create table o ();").file("other/U1__o.sql", "drop table o;");
    assertThat(Rehearsing.lines(from("main 0003"), db)).containsExactly("V1__o.sql: ok");
    assertThat(problem(ExitCode.USAGE, () -> from("3")).text()).contains("APP VERSION");
  }

  @Test
  void a_script_before_it_that_fails_is_told_and_what_follows_is_not_rehearsed() {
    folder.file("main/V0002__b.sql", "select nothing;");
    assertThat(Rehearsing.lines(from("2"), db))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("V0002__b.sql: fails line 1 (select nothing)"),
            line -> assertThat(line).startsWith("V0003__c.sql: not rehearsed: V0002__b.sql"));
  }

  @Test
  void a_version_that_is_not_there_is_wrong_usage() {
    for (String none : List.of("7", "main latest", "other 1")) {
      assertThat(problem(ExitCode.USAGE, () -> from(none)).text()).contains("--from", none);
    }
  }
}
