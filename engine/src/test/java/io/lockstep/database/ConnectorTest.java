package io.lockstep.database;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.TestDatabase;
import io.lockstep.database.tls.Tls;
import io.lockstep.sql.Identifier;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.create();

  private static Settings settings(int port, String name, String password) {
    return new Settings("localhost", port, name, "postgres", password, Tls.DEFAULT, "public");
  }

  private static Connector connector(Settings settings, ManualClock clock) {
    return new Connector(settings, clock, WAIT);
  }

  @Test
  void a_database_that_is_away_is_tried_for_as_long_as_allowed() {
    int nobody = 1;
    ManualClock clock = new ManualClock(() -> {});
    String text =
        problem(
                ExitCode.UNREACHABLE,
                () -> connector(settings(nobody, "x", "s3cret"), clock).open("test"))
            .text();
    assertThat(clock.elapsed()).isBetween(WAIT, WAIT.plusSeconds(1));
    assertThat(text)
        .contains("postgres@localhost:" + nobody, "POSTGRES_HOST")
        .doesNotContain("s3cret");
  }

  @Test
  void a_server_without_the_tls_that_is_asked_for_is_told_with_the_settings_of_tls() {
    Settings strict =
        new Settings(
            "localhost",
            TestDatabase.port(),
            database.name(),
            "postgres",
            "postgres",
            Tls.DEFAULT.withMode(Optional.of("require")),
            "public");
    assertThat(
            problem(
                    ExitCode.UNREACHABLE,
                    () -> connector(strict, new ManualClock(() -> {})).open("test"))
                .text())
        .contains("SSL", "POSTGRES_SSLMODE")
        .doesNotContain("POSTGRES_HOST");
  }

  @Test
  void a_database_that_comes_up_late_is_found() {
    String late = database.name() + "_late";
    ManualClock clock =
        new ManualClock(() -> database.jdbc().sql("create database " + late).update());
    try (Session session =
        connector(settings(TestDatabase.port(), late, "postgres"), clock).open("test")) {
      assertThat(session.isOpen()).isTrue();
      assertThat(clock.elapsed()).isPositive();
    }
  }

  @Test
  void settings_do_not_show_their_password() {
    assertThat(settings(1, "x", "s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void an_identifier_is_quoted() {
    assertThat(Identifier.quote("a\"; drop table b; --")).isEqualTo("\"a\"\"; drop table b; --\"");
  }
}
