package io.lockstep.database;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.OwnServer;
import io.lockstep.RotatingRole;
import io.lockstep.database.login.Password;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A role's password is changed on the server, and in the file that a Secret's mount is. */
class PasswordRotationTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  @TempDir private Path data;
  @TempDir private Path mount;
  private OwnServer server;
  private RotatingRole role;

  @BeforeEach
  void start() {
    server = OwnServer.start(data);
    role = RotatingRole.on(server, mount);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_new_session_has_the_new_password_and_an_old_one_goes_on() {
    Connector connector = new Connector(role.settings(), new ManualClock(() -> {}), Duration.ZERO);
    try (Session before = connector.open("before")) {
      role.rotate("second");
      try (Session after = connector.open("after")) {
        assertThat(user(after)).isEqualTo(user(before)).isEqualTo(role.name());
      }
    }
  }

  @Test
  void a_file_that_has_the_new_password_only_later_is_waited_for() {
    role.changeOnServer("second");
    ManualClock clock = new ManualClock(() -> role.changeFile("second"));
    try (Session session = new Connector(role.settings(), clock, WAIT).open("test")) {
      assertThat(user(session)).isEqualTo(role.name());
      assertThat(clock.elapsed()).isPositive();
    }
  }

  @Test
  void a_file_that_is_away_for_a_moment_is_waited_for() throws IOException {
    Settings settings = role.settings();
    Path file = mount.resolve("password");
    Path aside = Files.move(file, mount.resolve("aside"));
    ManualClock clock = new ManualClock(() -> moveBack(aside, file));
    try (Session session = new Connector(settings, clock, WAIT).open("test")) {
      assertThat(user(session)).isEqualTo(role.name());
    }
  }

  @Test
  void a_uri_in_a_file_is_read_for_each_session_and_waited_for() throws IOException {
    Path file = Files.writeString(mount.resolve("uri"), uri("first"));
    Settings fixed = server.settings();
    Settings settings =
        new Settings(
            fixed.host(),
            fixed.port(),
            fixed.database(),
            role.name(),
            Password.inUri(file, "POSTGRES_URI_FILE"),
            fixed.tls(),
            fixed.schema(),
            Settings.UTC);
    try (Session session =
        new Connector(settings, new ManualClock(() -> {}), Duration.ZERO).open("test")) {
      assertThat(user(session)).isEqualTo(role.name());
    }
    role.changeOnServer("second");
    ManualClock clock = new ManualClock(() -> write(file, uri("second")));
    try (Session session = new Connector(settings, clock, WAIT).open("test")) {
      assertThat(user(session)).isEqualTo(role.name());
      assertThat(clock.elapsed()).isPositive();
    }
    assertThat(settings.secret()).asString().doesNotContain("second");
  }

  private String uri(String password) {
    return "postgresql://%s:%s@localhost:%d/postgres\n"
        .formatted(role.name(), password, server.port());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_password_that_stays_wrong_is_said_in_the_end() {
    role.changeOnServer("second");
    ManualClock clock = new ManualClock(() -> {});
    assertThat(
            problem(
                    ExitCode.UNREACHABLE,
                    () -> new Connector(role.settings(), clock, WAIT).open("test"))
                .text())
        .contains("password authentication failed", "tried for 60 s")
        .doesNotContain("first", "second");
  }

  @Test
  void a_password_that_can_not_change_is_not_tried_again() {
    Settings fixed = server.settings();
    Settings wrong =
        new Settings(
            fixed.host(),
            fixed.port(),
            fixed.database(),
            role.name(),
            "wrong",
            fixed.tls(),
            fixed.schema());
    ManualClock clock = new ManualClock(() -> {});
    problem(ExitCode.UNREACHABLE, () -> new Connector(wrong, clock, WAIT).open("test"));
    assertThat(clock.elapsed()).isZero();
  }

  @Test
  void a_password_is_in_no_text() {
    assertThat(Password.of("hidden")).asString().doesNotContain("hidden");
    assertThat(role.settings().secret()).asString().doesNotContain("first");
    assertThat(new Reader("r", "hidden")).asString().doesNotContain("hidden");
  }

  private static void moveBack(Path from, Path to) {
    try {
      if (Files.exists(from)) {
        Files.move(from, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String user(Session session) {
    return session.jdbc().sql("select session_user").query(String.class).single();
  }
}
