package io.lockstep.tenants;

import static io.lockstep.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.ExitCode;
import io.lockstep.TestDatabase;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row of a tenants' query may say, and what not: whoever can write to a table wrote it. */
class TenantRowTest {
  private static final TestDatabase OWN = TestDatabase.create();

  @TempDir private Path secrets;
  private Path folder;
  private Path ours;

  @BeforeEach
  void passwords() throws IOException {
    folder = Files.createDirectory(secrets.resolve("tenants"));
    Files.writeString(folder.resolve("acme"), "of-acme");
    ours = Files.writeString(secrets.resolve("ours"), "of-the-migrator");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'evil' as host",
        "'127.0.0.1' as host",
        "'localhost.' as host",
        "'localhost,evil' as host",
        "5999 as port",
        "'evil' as host, 'app' as user",
        "'evil' as host, 'acme' as password_file",
        "5999 as port, 'acme' as password_file",
        "'evil' as host, '' as user, ' ' as password_file",
        "'localhost' as host, 5999 as port",
      })
  void a_row_on_a_server_of_its_own_is_refused_without_its_own_user_and_password(String columns) {
    assertThat(refusal(columns)).contains("tenant \"acme\"").doesNotContain("evil", "5999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil,good",
        "evil:5432",
        "evil:5432/x?sslmode=disable",
        "h/x?socketFactory=java.lang.String",
        "evil?sslmode=disable&",
        "evil#x",
        "user@evil",
        "e%76il",
        "[::1",
        "evil\tx",
        "/var/run/postgresql",
        "@socket"
      })
  void a_host_that_is_more_than_one_host_is_refused_whatever_else_the_row_says(String host) {
    assertThat(refusal("'" + host + "' as host, 'app' as user, 'acme' as password_file"))
        .doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"db2", "DB-2.example.org", "db2.", "10.0.0.2", "::1", "[::1]", "fe80::a"})
  void a_row_with_its_own_user_and_password_may_name_any_server(String host) {
    Settings settings =
        settings("'%s' as host, 'app' as user, 'acme' as password_file".formatted(host));
    assertThat(settings.host()).isEqualTo(host);
    assertThat(settings.password()).isEqualTo("of-acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'localhost' as host", "'LOCALHOST' as host", "'app' as user"})
  void a_row_on_the_configured_server_may_leave_out_what_is_configured(String columns) {
    assertThat(settings(columns).password()).isEqualTo("postgres");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"disable", "allow", "prefer", "Disable", "require", "none", "verify_full"})
  void a_mode_that_is_weaker_than_the_configured_one_or_none_is_refused(String mode) {
    Settings own = with(Tls.DEFAULT.rootCertificate(), "verify-ca");
    assertThat(refusal(own, "'" + mode + "' as sslmode")).contains("sslmode");
  }

  @Test
  void a_mode_that_is_as_strong_or_stronger_is_taken() {
    Settings own = with(Optional.empty(), "require");
    for (String mode : List.of("require", "verify-ca", "VERIFY-FULL")) {
      assertThat(settings(own, "'" + mode + "' as sslmode").tls().mode()).contains(mode);
    }
  }

  @Test
  void a_mode_weaker_than_the_driver_s_own_is_refused_where_none_is_configured() {
    assertThat(refusal("'disable' as sslmode")).contains("prefer");
    assertThat(settings("'prefer' as sslmode").tls().mode()).contains("prefer");
  }

  @Test
  void a_password_file_outside_of_the_folder_is_refused() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), ours);
    Files.createSymbolicLink(folder.resolve("up"), secrets);
    Files.createDirectory(secrets.resolve("tenants-not"));
    Files.writeString(secrets.resolve("tenants-not/x"), "x");
    for (String file :
        List.of(
            "../ours",
            "acme/../../ours",
            "link",
            "up/ours",
            ".",
            "..",
            "/etc/passwd",
            "/proc/self/environ",
            ours.toString(),
            secrets + "/tenants-not/x",
            folder + "/../ours")) {
      assertThat(refusal("'" + file + "' as password_file")).contains("LOCKSTEP_TENANTS_PASSWORDS");
    }
  }

  @Test
  void our_own_password_is_no_tenant_s_though_it_lies_in_the_folder() throws IOException {
    Path inside = Files.move(ours, folder.resolve("ours"));
    Files.createSymbolicLink(folder.resolve("alias"), inside);
    ours = inside;
    for (String file : List.of("ours", "alias", inside.toString())) {
      refusal("'evil' as host, 'app' as user, '%s' as password_file".formatted(file));
    }
  }

  @Test
  void a_mounted_secret_s_links_stay_in_the_folder_and_are_followed_anew_each_time()
      throws IOException {
    Path mount = Files.createDirectory(folder.resolve("globex"));
    Files.createDirectory(mount.resolve("..one"));
    Files.createDirectory(mount.resolve("..two"));
    Files.writeString(mount.resolve("..one/password"), "first");
    Files.writeString(mount.resolve("..two/password"), "second");
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(mount.resolve("password"), Path.of("..data/password"));
    Settings settings = settings("'" + folder + "/globex/password' as password_file");
    assertThat(settings.password()).isEqualTo("first");
    Files.delete(mount.resolve("..data"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..two"));
    assertThat(settings.password()).isEqualTo("second");
  }

  @Test
  void a_database_s_name_is_that_and_no_property_of_the_connection() {
    String odd = "x/y?socketFactory=java.lang.String&sslmode=disable#%41";
    assertThatThrownBy(
            () -> settings("'" + odd + "' as database").dataSource("test").getConnection())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("database \"" + odd + "\" does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lockstep", "pg_catalog", "pg_temp", "pg_evil", "information_schema", "$user"})
  void a_schema_that_is_lockstep_s_or_postgresql_s_is_refused(String schema) {
    assertThat(refusal("'" + schema + "' as schema")).contains("its schema can't be one");
  }

  @Test
  void a_schema_whose_name_postgresql_would_cut_off_is_refused() {
    assertThat(refusal("repeat('ö', 32) as schema")).contains("63 bytes").doesNotContain("ö");
    assertThat(settings("repeat('x', 63) as schema").schema()).hasSize(63);
  }

  @Test
  void a_row_may_name_another_schema_of_the_configured_database() {
    assertThat(settings("'tenant_acme' as schema").schema()).isEqualTo("tenant_acme");
    assertThat(settings("'' as schema").schema()).isEqualTo("public");
  }

  @Test
  void an_operator_s_list_may_have_another_host_with_the_configured_user() {
    Tenant listed =
        new Tenant(
            "acme",
            Optional.of("db2"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("disable"));
    TenantList.of(OWN.settings(), List.of(listed));
    assertThat(listed.settings(OWN.settings()).password()).isEqualTo("postgres");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h/x?socketFactory=a.B", "h?x", "h#", "a b", "h&x=y", "h\\x", "h%3Fx"})
  void a_host_that_would_end_in_the_driver_s_url_is_refused_wherever_it_comes_from(String host) {
    assertThat(
            problem(
                    ExitCode.USAGE,
                    () -> new Settings(host, 1, "d", "u", "hidden", Tls.DEFAULT, "public"))
                .text())
        .doesNotContain("hidden");
  }

  private static Settings with(Optional<String> certificate, String mode) {
    Settings own = OWN.settings();
    return new Settings(
        own.host(),
        own.port(),
        own.database(),
        own.user(),
        own.secret(),
        new Tls(Optional.of(mode), certificate),
        own.schema(),
        Settings.UTC);
  }

  private String refusal(String columns) {
    return refusal(OWN.settings(), columns);
  }

  private String refusal(Settings own, String columns) {
    return problem(ExitCode.REFUSED, () -> rows(own, columns)).text();
  }

  private Settings settings(String columns) {
    return settings(OWN.settings(), columns);
  }

  private Settings settings(Settings own, String columns) {
    return rows(own, columns).get(0).settings(own);
  }

  private List<Tenant> rows(Settings own, String columns) {
    return new TenantQuery(
            "select 'acme' as name, " + columns, new TenantPasswords(folder, List.of(ours)))
        .read(OWN.jdbc(), own);
  }
}
