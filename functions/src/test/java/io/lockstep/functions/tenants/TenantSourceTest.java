package io.lockstep.functions.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantPasswords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As whom a tenant is read where the function has a role of its own. */
class TenantSourceTest {
  private static final Settings READER =
      new Settings("db1", 5432, "shop", "reader", "of-the-reader", Tls.DEFAULT, "public");

  @TempDir private Path folder;
  private Path password;

  @BeforeEach
  void file() throws IOException {
    password = Files.writeString(folder.resolve("acme"), "of-acme");
  }

  private Tenant on(String host) {
    return new Tenant(
        "acme",
        Optional.of(host),
        Optional.empty(),
        Optional.of("acme"),
        Optional.empty(),
        Optional.of("app"),
        Optional.empty(),
        Optional.of(password.toString()),
        Optional.empty());
  }

  /** One that is read as the reader. */
  private static TenantSource source(Optional<Path> file, Optional<String> query) {
    return new TenantSource(READER, true, file, query, Optional.empty(), TenantPasswords.DEFAULT);
  }

  @Test
  void a_server_that_a_query_s_row_names_gets_the_row_s_password_and_not_the_reader_s() {
    TenantSource source = source(Optional.empty(), Optional.of("select"));
    assertThat(source.settings(on("db2")).password()).isEqualTo("of-acme");
    assertThat(source.settings(on("db2")).user()).isEqualTo("app");
    assertThat(source.settings(on("db1")).password()).isEqualTo("of-the-reader");
  }

  @Test
  void an_operator_s_list_is_read_as_the_reader_everywhere() {
    TenantSource source = source(Optional.of(folder), Optional.empty());
    assertThat(source.settings(on("db2")).password()).isEqualTo("of-the-reader");
  }
}
