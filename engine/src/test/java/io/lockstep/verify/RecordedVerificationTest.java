package io.lockstep.verify;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Asking.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.audit.VerificationReader;
import io.lockstep.audit.VerificationResult;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.database.Settings;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedVerificationTest {
  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void files() {
    new MigrationFolder(folder).threeTables();
  }

  private VerificationEntry last() {
    return new VerificationReader(database.jdbc(), "public").last().orElseThrow();
  }

  private long rows() {
    return database
        .jdbc()
        .sql("select count(*) from lockstep.verification")
        .query(Long.class)
        .single();
  }

  @Test
  void what_was_found_is_kept_as_it_is_printed() {
    database.lockstep(folder).migrate(targets("main 2"));
    assertThat(database.lockstep(folder).verifyAndRecord(List.of("main 2")).result())
        .hasToString("as recorded");
    assertThat(last().result()).hasToString("as recorded");
    assertThat(last().targets()).containsExactly("main 2");
    assertThat(last().good()).isTrue();
    assertThat(last().lines()).isEmpty();

    database.jdbc().sql("create index by_id on b (id)").update();
    VerifyReport report = database.lockstep(folder).verifyAndRecord(List.of("main latest"));
    assertThat(report.problem().orElseThrow().exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(last().result()).hasToString("differs");
    assertThat(last().findings()).isEqualTo(1);
    assertThat(last().differences()).isEqualTo(1);
    assertThat(last().lines())
        .containsExactly(
            "! target \"main latest\" is not reached: main is at 0002, 1 step(s) away",
            "+ index by_id");
    assertThat(last().at())
        .isEqualTo(
            database
                .jdbc()
                .sql("select max(verified_at) from lockstep.verification")
                .query(OffsetDateTime.class)
                .single()
                .toInstant());
  }

  @Test
  void a_result_of_a_newer_lockstep_is_unknown() {
    database.lockstep(folder).migrate(targets("main 2"));
    database.lockstep(folder).verifyAndRecord(List.of());
    database.jdbc().sql("update lockstep.verification set result = 'paused'").update();
    assertThat(last().result()).isEqualTo(VerificationResult.UNKNOWN);
    assertThat(last().good()).isTrue();
  }

  @Test
  void without_being_asked_to_nothing_is_written() {
    database.lockstep(folder).migrate(targets("main 2"));
    database.lockstep(folder).verify(List.of());
    assertThat(rows()).isZero();
  }

  @Test
  void a_hundred_are_kept_of_each_schema_and_a_hundred_lines_of_each() {
    database.lockstep(folder).migrate(targets("main 2"));
    database
        .jdbc()
        .sql(
            """
            insert into lockstep.verification (schema_name, targets, result, findings, differences, lines)
            select s, '{}', 'old', 0, 0, '{}' from generate_series(1, 120) i, (values ('public'), ('other')) v(s)
            """)
        .update();
    database
        .jdbc()
        .sql(
            "do $$ begin for i in 1..150 loop execute 'create view v' || i || ' as select 1'; end loop; end $$")
        .update();
    database.lockstep(folder).verifyAndRecord(List.of());
    assertThat(rows()).isEqualTo(100 + 120);
    assertThat(last().differences()).isGreaterThanOrEqualTo(150);
    assertThat(last().lines()).hasSize(100).first().asString().startsWith("+ ");
  }

  @Test
  void before_the_first_run_it_is_refused_and_nothing_is_made() {
    String text =
        problem(ExitCode.REFUSED, () -> database.lockstep(folder).verifyAndRecord(List.of()))
            .text();
    assertThat(text).contains("lockstep.verification is not there yet", "run migrate once");
    assertThat(
            database
                .jdbc()
                .sql("select to_regnamespace('lockstep') is null")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void the_role_that_only_reads_sees_it_and_is_refused_to_write_it() {
    Reader reader = new Reader(database.name() + "_reader", "secret");
    database.lockstep(folder).migrate(with(reader, "main 1"));
    database.lockstep(folder).verifyAndRecord(List.of());
    Settings all = database.settings();
    Settings settings =
        new Settings(
            all.host(), all.port(), all.database(), reader.user(), "secret", all.tls(), "public");
    ProcessClock clock = new ProcessClock();
    Connector connector = new Connector(settings, clock, Duration.ofSeconds(10));
    Lockstep as = new Lockstep(connector, CatalogReader.read(folder), clock);
    assertThat(problem(ExitCode.REFUSED, () -> as.verifyAndRecord(List.of())).text())
        .contains(
            "the role \"" + reader.user() + "\" may not write to lockstep.verification",
            "the role that migrates");
    try (var session = connector.open("test")) {
      assertThat(new VerificationReader(session.jdbc(), "public").last()).isPresent();
    }
    assertThat(rows()).isEqualTo(1);
  }
}
