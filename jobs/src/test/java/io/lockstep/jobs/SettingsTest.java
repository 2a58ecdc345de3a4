package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.PasswordLogin;
import io.lockstep.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the settings come from, and that the password goes nowhere else. */
class SettingsTest {
  private static final String PASSWORD = "p@ss'w\"rd$&%\\ ü;#{}/?";

  private final TestDatabase database = TestDatabase.create();
  private LockstepProcess.Launch launch;
  @TempDir private Path directory;

  @BeforeEach
  void migrations(@TempDir Path db) {
    launch =
        LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path())
            .with("LC_ALL", "C.UTF-8")
            .in(directory);
  }

  @Test
  void the_password_is_never_shown() throws IOException {
    String user = userWithPassword();
    LockstepProcess.Launch secret =
        launch.with("POSTGRES_USER", user).with("POSTGRES_PASSWORD", PASSWORD);
    Path file = Files.writeString(directory.resolve("password"), PASSWORD + "\n");

    for (LockstepProcess process :
        List.of(
            secret.run("migrate", "main 2", "--verbose").exitsWith(0),
            secret.run("list", "--json", "--verbose").exitsWith(0),
            secret
                .without("POSTGRES_PASSWORD")
                .with("POSTGRES_PASSWORD_FILE", file.toString())
                .run("migrate", "main 1")
                .exitsWith(0),
            secret
                .with("POSTGRES_DB", "nowhere")
                .run("list", "--verbose", "--connect-wait", "0s")
                .exitsWith(6))) {
      assertThat(process.out() + process.err()).doesNotContain(PASSWORD, "p@ss");
    }
  }

  @Test
  void a_wrong_password_ends_at_once() throws IOException {
    String user = userWithPassword();
    long start = System.nanoTime();
    LockstepProcess process =
        launch
            .with("POSTGRES_USER", user)
            .with("POSTGRES_PASSWORD", "wr0ng-secret")
            .run("migrate", "main latest", "--verbose")
            .exitsWith(ExitCode.UNREACHABLE.code());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(50));
    assertThat(process.out() + process.err()).doesNotContain("wr0ng-secret");
  }

  @Test
  void the_env_file_is_read_and_the_environment_wins() throws IOException {
    LockstepProcess.Launch bare = launch.without("POSTGRES_DB").without("POSTGRES_PORT");
    String port = "POSTGRES_PORT=" + TestDatabase.port() + "\n";
    Files.writeString(
        directory.resolve(".env"), "# settings\n" + port + "POSTGRES_DB=" + database.name() + "\n");
    bare.run("migrate", "main 1").exitsWith(0);
    assertThat(database.fingerprint()).contains("relation a ").doesNotContain("relation b ");

    Files.writeString(directory.resolve(".env"), port + "POSTGRES_DB=nowhere\n");
    bare.with("POSTGRES_DB", database.name()).run("migrate", "main 2").exitsWith(0);
    assertThat(database.fingerprint()).contains("relation b ");

    Files.writeString(
        directory.resolve("other.env"), port + "POSTGRES_DB=" + database.name() + "\n");
    bare.run("migrate", "main 3", "--env-file", "other.env").exitsWith(0);
    assertThat(database.fingerprint()).contains("relation c ");
  }

  @Test
  void a_password_of_the_environment_wins_over_a_file_that_the_env_file_names() throws IOException {
    String user = userWithPassword();
    LockstepProcess.Launch asUser =
        launch.without("POSTGRES_PASSWORD").with("POSTGRES_USER", user).in(directory);
    Files.writeString(directory.resolve("wrong"), "wr0ng-secret");
    Files.writeString(directory.resolve(".env"), "POSTGRES_PASSWORD_FILE=wrong\n");
    asUser.run("list", "--connect-wait", "0s").exitsWith(ExitCode.UNREACHABLE.code());
    asUser.with("POSTGRES_PASSWORD", PASSWORD).run("list", "--connect-wait", "0s").exitsWith(0);

    Files.writeString(directory.resolve("right"), PASSWORD);
    Files.writeString(directory.resolve(".env"), "POSTGRES_PASSWORD=wr0ng-secret\n");
    asUser.with("POSTGRES_PASSWORD_FILE", "right").run("list", "--connect-wait", "0s").exitsWith(0);
  }

  @Test
  void placeholders_have_their_values_from_the_environment_and_no_log_has_them()
      throws IOException {
    Path db = directory.resolve("secret");
    new MigrationFolder(db)
        .file("main/lockstep.properties", "placeholders.tag=of the file\n")
        .file(
            "main/V1__t.sql", "create table t as select '${api-key} ${TAG} ${other}'::text as v;");
    LockstepProcess.Launch secret =
        LockstepProcess.Launch.on(database, db)
            .in(directory)
            .with("LC_ALL", "C.UTF-8")
            .with("LOCKSTEP_PLACEHOLDERS_API_KEY", PASSWORD.replace("'", ""))
            .with("LOCKSTEP_PLACEHOLDERS_TAG", "");
    assertThat(secret.run("plan", "main latest").exitsWith(3).err())
        .contains("${other} (", "V1__t.sql line 1", "LOCKSTEP_PLACEHOLDERS_OTHER");
    Files.writeString(
        directory.resolve(".env"),
        "LOCKSTEP_PLACEHOLDERS_OTHER=file\nLOCKSTEP_PLACEHOLDERS_TAG=file\n");
    LockstepProcess done = secret.run("migrate", "main latest", "--verbose").exitsWith(0);
    assertThat(done.out() + done.err()).doesNotContain(PASSWORD, "p@ss");
    assertThat(database.jdbc().sql("select v from t").query(String.class).single())
        .isEqualTo(PASSWORD.replace("'", "") + "  file");
  }

  @Test
  void migrations_run_in_another_schema() {
    LockstepProcess.Launch other = launch.with("POSTGRES_SCHEMA", "Other one");
    String empty = database.fingerprint();

    other.run("migrate", "main latest").exitsWith(0);
    other.run("migrate", "main 1").exitsWith(0);

    assertThat(
            database
                .jdbc()
                .sql("select tablename from pg_tables where schemaname = 'Other one' order by 1")
                .query(String.class)
                .list())
        .containsExactly("a", "main_schema_history");
    assertThat(other.run("list").exitsWith(0).out()).contains("main: current 0001");
    assertThat(launch.run("list").exitsWith(0).out()).contains("main: current zero");
    assertThat(database.fingerprint()).as("public").isEqualTo(empty);
  }

  /** A user of this database that the server asks for its password; all others it trusts. */
  private String userWithPassword() {
    String user = "secret_" + database.name();
    PasswordLogin.createRole(database.jdbc(), user, PASSWORD);
    return user;
  }
}
