package io.lockstep.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.PasswordLogin;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database by a connection URI, as services and operators give it. */
class UriSettingsTest {
  private static final String PASSWORD = "p@ss'w\"rd$&%\\ ü;#{}/?+";

  private final TestDatabase database = TestDatabase.create();
  private final String user = "uri_" + database.name();
  private LockstepProcess.Launch launch;
  @TempDir private Path directory;

  @BeforeEach
  void roleWithPassword(@TempDir Path db) {
    launch =
        LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path())
            .with("LC_ALL", "C.UTF-8")
            .in(directory);
    for (String name : new String[] {"HOST", "PORT", "DB", "USER", "PASSWORD"}) {
      launch = launch.without("POSTGRES_" + name);
    }
    PasswordLogin.createRole(database.jdbc(), user, PASSWORD);
  }

  private String uri(String form) {
    String encoded = URLEncoder.encode(PASSWORD, UTF_8);
    return form.replace("USER", user)
        .replace("PASSWORD+", encoded)
        .replace("PASSWORD", encoded.replace("+", "%20"))
        .replace("SERVER", "localhost:" + TestDatabase.port())
        .replace("DB", database.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://USER:PASSWORD@SERVER/DB",
        "postgres://USER:PASSWORD@SERVER/DB?sslmode=prefer",
        "jdbc:postgresql://SERVER/DB?password=PASSWORD+&user=USER"
      })
  void a_uri_opens_the_database_from_the_environment_and_from_a_file(String form)
      throws IOException {
    launch.with("POSTGRES_URI", uri(form)).run("migrate", "main 1").exitsWith(0);
    Path file = Files.writeString(directory.resolve("uri"), uri(form) + "\n");
    LockstepProcess list =
        launch.with("POSTGRES_URI_FILE", file.toString()).run("list", "--verbose").exitsWith(0);
    assertThat(list.out()).contains("main: current 0001");
    assertThat(list.out() + list.err()).doesNotContain("p@ss", "p%40ss");
  }

  @Test
  void a_password_of_its_own_goes_with_a_uri_that_has_none() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    launch
        .with("POSTGRES_URI", uri("postgresql://USER@SERVER/DB"))
        .with("POSTGRES_PASSWORD_FILE", file.toString())
        .run("migrate", "main 1")
        .exitsWith(0);
  }

  @ParameterizedTest
  @CsvSource({
    "POSTGRES_HOST, localhost",
    "POSTGRES_USER, other",
    "POSTGRES_DB, other",
    "POSTGRES_PASSWORD, other"
  })
  void a_setting_that_says_the_same_as_the_uri_is_refused(String name, String value) {
    LockstepProcess run =
        launch
            .with("POSTGRES_URI", uri("postgresql://USER:PASSWORD@SERVER/DB"))
            .with(name, value)
            .run("list")
            .exitsWith(ExitCode.USAGE.code());
    assertThat(run.err())
        .contains("POSTGRES_URI: " + name + " is set as well", "Set one of them")
        .doesNotContain("p@ss", "p%40ss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://USER:PASSWORD@SERVER/nowhere",
        "postgresql://USER:not-PASSWORD@SERVER/DB",
        "postgresql://USER:PASSWORD@localhost:99999/DB",
        "postgresql://USER:PASSWORD@SERVER/DB?host=/run/postgresql",
        "postgresql//USER:PASSWORD@SERVER/DB"
      })
  void a_uri_that_opens_nothing_is_in_no_message(String form) {
    LockstepProcess run =
        launch.with("POSTGRES_URI", uri(form)).run("list", "--verbose", "--connect-wait", "0s");
    assertThat(run.exitCode()).isIn(ExitCode.USAGE.code(), ExitCode.UNREACHABLE.code());
    assertThat(run.out() + run.err()).doesNotContain("p@ss", "p%40ss");
  }

  @Test
  void a_file_that_is_not_there_and_half_a_certificate_are_refused_in_words() {
    assertThat(
            launch
                .with("POSTGRES_URI_FILE", "/nowhere/uri")
                .run("list")
                .exitsWith(ExitCode.USAGE.code())
                .err())
        .contains("POSTGRES_URI_FILE=/nowhere/uri");
    assertThat(
            launch
                .with("POSTGRES_SSLKEY", "/nowhere/tls.key")
                .run("list")
                .exitsWith(ExitCode.USAGE.code())
                .err())
        .contains("POSTGRES_SSLKEY: a certificate and its key are of no use alone");
  }
}
