package io.lockstep.database.tls;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.ExitCode;
import io.lockstep.ManualClock;
import io.lockstep.OwnServer;
import io.lockstep.database.Connector;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server that lets nobody in without a certificate of its authority. */
class ClientCertificateTest {
  private static final String ROLE = "app";

  /** The advice where TLS itself has failed. */
  private static final String TLS = "Check POSTGRES_SSLMODE, POSTGRES_SSLROOTCERT";

  @TempDir private static Path folder;
  private static OwnServer server;

  @BeforeAll
  static void start() throws Exception {
    Certificates certificates = new Certificates(folder);
    certificates.authority("ca");
    certificates.authority("stranger");
    certificates.issue("server", "rsa:2048", "ca", "localhost");
    certificates.issue("rsa", "rsa:2048", "ca", ROLE);
    certificates.issue("ec", "ec", "ca", ROLE);
    certificates.issue("unknown", "rsa:2048", "stranger", ROLE);
    certificates.issue("other", "rsa:2048", "ca", "other");
    certificates.convert("rsa", "rsa-pkcs1");
    certificates.convert("ec", "ec-sec1");
    certificates.encrypt("rsa", "rsa-passphrase");
    Path data = folder.resolve("data");
    server = OwnServer.start(data);
    server.jdbc().sql("create role " + ROLE + " login").update();
    certificates.configure(data);
    server.restart("fast");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Settings settings(String host, String mode, String root, String name, String key) {
    return new Settings(
        host,
        server.port(),
        "postgres",
        ROLE,
        "",
        new Tls(
            Optional.of(mode),
            Optional.of(folder.resolve(root + ".crt").toString()),
            Optional.of(
                new ClientCertificate(
                    folder.resolve(name + ".crt"), folder.resolve(key + ".key")))),
        "public");
  }

  private static Session open(Settings settings) {
    return new Connector(settings, new ManualClock(() -> {}), Duration.ZERO).open("test");
  }

  @ParameterizedTest
  @CsvSource({
    "verify-full, rsa, rsa",
    "verify-full, rsa, rsa-pkcs1",
    "verify-full, ec, ec",
    "verify-full, ec, ec-sec1",
    "verify-ca, ec, ec-sec1",
    "require, rsa, rsa-pkcs1"
  })
  void a_certificate_of_the_authority_lets_its_role_in(String mode, String name, String key) {
    try (Session session = open(settings("localhost", mode, "ca", name, key))) {
      assertThat(session.jdbc().sql("select session_user").query(String.class).single())
          .isEqualTo(ROLE);
    }
  }

  @ParameterizedTest
  @CsvSource({"unknown, localhost, ca", "other, localhost, ca", "rsa, localhost, stranger"})
  void a_certificate_or_an_authority_that_is_not_the_server_s_is_refused(
      String name, String host, String root) {
    Settings settings = settings(host, "verify-full", root, name, name);
    assertThat(problem(ExitCode.UNREACHABLE, () -> open(settings)).text()).contains(TLS);
  }

  @Test
  void a_server_by_another_name_than_its_certificate_s_is_refused_when_names_are_verified() {
    assertThat(
            problem(
                    ExitCode.UNREACHABLE,
                    () -> open(settings("127.0.0.1", "verify-full", "ca", "rsa", "rsa")))
                .text())
        .contains("hostname", TLS);
    open(settings("127.0.0.1", "verify-ca", "ca", "rsa", "rsa")).close();
  }

  @Test
  void a_connection_without_the_tls_or_the_certificate_that_the_server_wants_is_told_so() {
    Tls none = new Tls(Optional.of("disable"), Optional.empty(), Optional.empty());
    Tls anonymous = new Tls(Optional.of("require"), Optional.empty(), Optional.empty());
    Tls missing =
        new Tls(
            Optional.of("verify-ca"),
            Optional.of(folder.resolve("none.crt").toString()),
            Optional.empty());
    for (Tls tls : List.of(none, anonymous, missing)) {
      Settings settings =
          new Settings("localhost", server.port(), "postgres", ROLE, "", tls, "public");
      assertThat(problem(ExitCode.UNREACHABLE, () -> open(settings)).text()).contains(TLS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-passphrase", "missing", "ca-as"})
  void a_key_that_can_not_be_read_is_refused_in_words(String key) throws IOException {
    Files.writeString(folder.resolve("ca-as.key"), Files.readString(folder.resolve("ca.crt")));
    ClientCertificate certificate =
        new ClientCertificate(folder.resolve("rsa.crt"), folder.resolve(key + ".key"));
    assertThat(problem(ExitCode.USAGE, () -> certificate.checked("POSTGRES_SSLKEY=" + key)).text())
        .contains("POSTGRES_SSLKEY=" + key, "without a passphrase")
        .doesNotContain("BEGIN");
  }
}
