package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.PasswordLogin;
import io.lockstep.TestDatabase;
import io.lockstep.network.Fault;
import io.lockstep.network.Network;
import io.lockstep.sql.Identifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names, passwords and addresses with every odd character that PostgreSQL allows. */
class OddSettingsTest {
  /** No apostrophe: Flyway 12.4.0 can't do with one, it quotes the role wrongly in SET ROLE. */
  private static final String USER = "O Brien \"x\" %41&?/\\:@#=ü";

  private final TestDatabase database = TestDatabase.create();
  private final String name = database.name() + " \"db\" %41&?/\\:@#=ü'";
  private final JdbcClient maintenance = TestDatabase.create().jdbc();
  private LockstepProcess.Launch launch;
  @TempDir private Path directory;

  @BeforeEach
  void migrations(@TempDir Path db) {
    launch =
        LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path())
            .with("LC_ALL", "C.UTF-8")
            .in(directory);
  }

  /** Every printable ASCII character, some others, and a space at both ends. */
  private static String password() {
    StringBuilder all = new StringBuilder(" ");
    for (char c = '!'; c <= '~'; c++) {
      all.append(c);
    }
    return all.append("äß€ 日本 😀 ").toString();
  }

  private void sql(String statement) {
    maintenance.sql(statement).update();
  }

  private LockstepProcess.Launch asUserWithPassword() {
    String user = USER + database.name();
    PasswordLogin.createRole(maintenance, Identifier.quote(user), password());
    sql("alter database " + database.name() + " rename to " + Identifier.quote(name));
    return launch.with("POSTGRES_USER", user).with("POSTGRES_DB", name);
  }

  @Test
  void a_password_and_names_of_every_character_open_the_database() throws IOException {
    LockstepProcess.Launch odd = asUserWithPassword();
    odd.with("POSTGRES_PASSWORD", password()).run("migrate", "main 1").exitsWith(0);
    for (String end : new String[] {"", "\n", "\r\n"}) {
      Path file = Files.writeString(directory.resolve("password"), password() + end);
      LockstepProcess right =
          odd.with("POSTGRES_PASSWORD_FILE", file.toString()).run("list").exitsWith(0);
      assertThat(right.out()).contains("main: current 0001");
    }
    LockstepProcess wrong =
        odd.with("POSTGRES_PASSWORD", password().strip()).run("list").exitsWith(6);
    assertThat(wrong.err()).contains("password authentication failed").doesNotContain("😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]"})
  void an_ipv6_address_may_have_brackets(String host) throws IOException {
    assumeThat(hasIpv6()).as("this machine has IPv6").isTrue();
    try (Network network = Network.at(ipv6Loopback(), TestDatabase.port(), Fault.NONE)) {
      launch
          .with("POSTGRES_HOST", host)
          .with("POSTGRES_PORT", String.valueOf(network.port()))
          .run("migrate", "main 1")
          .exitsWith(0);
    }
  }

  private static boolean hasIpv6() throws IOException {
    return NetworkInterface.getByInetAddress(ipv6Loopback()) != null;
  }

  private static InetAddress ipv6Loopback() throws IOException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  @Test
  void a_socket_in_the_file_system_is_refused_in_words() {
    LockstepProcess run =
        launch
            .with("POSTGRES_HOST", "/var/run/postgresql")
            .run("list")
            .exitsWith(ExitCode.USAGE.code());
    assertThat(run.err()).contains("POSTGRES_HOST=/var/run/postgresql", "Unix", "TCP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$user", "lockstep", "pg_catalog", "information_schema"})
  void a_schema_that_would_mean_another_or_is_not_the_migrations_is_refused(String schema) {
    LockstepProcess run =
        launch.with("POSTGRES_SCHEMA", schema).run("list").exitsWith(ExitCode.USAGE.code());
    assertThat(run.err()).contains("POSTGRES_SCHEMA=" + schema);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSTGRES_SCHEMA", "POSTGRES_READER_USER"})
  void a_name_that_postgresql_would_cut_off_is_refused(String variable) {
    String name = "é".repeat(31) + "ab";
    LockstepProcess run =
        launch
            .with(variable, name)
            .with("POSTGRES_READER_PASSWORD", "secret")
            .run("migrate", "main", "latest")
            .exitsWith(ExitCode.USAGE.code());
    assertThat(run.err()).contains(variable + "=" + name, "63 bytes");
  }

  @Test
  void a_character_that_the_locale_can_not_read_is_reported_instead_of_a_wrong_password() {
    LockstepProcess run =
        launch
            .with("LC_ALL", "C")
            .with("POSTGRES_PASSWORD", "größe")
            .run("list")
            .exitsWith(ExitCode.USAGE.code());
    assertThat(run.err()).contains("POSTGRES_PASSWORD", "UTF-8").doesNotContain("gr");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost,127.0.0.1      | several servers
          localhost,               | several servers
          a:5432,b:5432            | several servers
          [::1]:5432,[::1]:5433    | several servers
          localhost:5432           | has a port
          127.0.0.1:5432           | has a port
          [::1]:5432               | has a port
          localhost:               | has a port
          """)
  void a_host_that_the_driver_would_take_for_more_is_refused(String host, String why) {
    LockstepProcess run = launch.with("POSTGRES_HOST", host).run("migrate", "main 1").exitsWith(2);
    assertThat(run.err()).contains("the host \"" + host + "\"", why);
  }

  @Test
  void an_sslmode_that_is_none_is_refused_before_it_is_tried() {
    assertThat(launch.with("POSTGRES_SSLMODE", "on").run("list").exitsWith(2).err())
        .contains("POSTGRES_SSLMODE=on", "verify-full");
    assertThat(
            launch
                .without("POSTGRES_HOST")
                .without("POSTGRES_PORT")
                .without("POSTGRES_DB")
                .without("POSTGRES_USER")
                .without("POSTGRES_PASSWORD")
                .with("POSTGRES_URI", "postgresql://u:s3cret@localhost/x?sslmode=true")
                .run("list")
                .exitsWith(2)
                .err())
        .contains("sslmode of POSTGRES_URI", "verify-full")
        .doesNotContain("s3cret");
  }

  @Test
  void a_host_without_an_address_is_reported_as_that() {
    assertThat(
            launch
                .with("POSTGRES_HOST", "nowhere.invalid")
                .run("list", "--connect-wait", "0s")
                .exitsWith(6)
                .err())
        .contains("nowhere.invalid", "No address is known for this host");
  }

  @Test
  void a_role_that_may_not_connect_is_told_the_grant_at_once() {
    String role = "no_connect_" + database.name();
    sql("create role " + role + " login");
    sql("revoke connect on database " + database.name() + " from public");
    assertThat(
            launch
                .with("POSTGRES_USER", role)
                .run("list", "--connect-wait", "10m")
                .exitsWith(6)
                .err())
        .contains("GRANT CONNECT ON DATABASE \"" + database.name() + "\" TO \"" + role + "\";")
        .contains("permission denied for database")
        .doesNotContain("tried for");
  }

  @Test
  void a_database_that_is_not_there_is_told_as_that() {
    assertThat(
            launch
                .with("POSTGRES_DB", "nowhere")
                .run("list", "--connect-wait", "0s")
                .exitsWith(6)
                .err())
        .contains("CREATE DATABASE \"nowhere\"");
  }

  @Test
  void a_folder_without_a_name_is_not_the_current_one() {
    assertThat(launch.run("list", "--db", "").exitsWith(2).err())
        .contains("--db \"\"", "no folder");
  }

  @Test
  void a_target_of_0_is_told_the_word_for_it() {
    assertThat(launch.run("plan", "main 0000").exitsWith(2).err()).contains("\"main zero\"");
  }

  @Test
  void a_password_that_is_missing_is_not_waited_for() {
    String user = USER + database.name();
    PasswordLogin.createRole(maintenance, Identifier.quote(user), password());
    LockstepProcess run =
        launch
            .with("POSTGRES_USER", user)
            .without("POSTGRES_PASSWORD")
            .run("list", "--connect-wait", "10m")
            .exitsWith(6);
    assertThat(run.err()).contains("password").doesNotContain("tried for");
  }
}
