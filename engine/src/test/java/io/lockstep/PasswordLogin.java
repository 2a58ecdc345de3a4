package io.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Roles that the server asks for their password; all others it trusts. */
public final class PasswordLogin {
  private PasswordLogin() {}

  /**
   * Makes a superuser with this password.
   *
   * @param role its name, as SQL has it
   */
  public static void createRole(JdbcClient jdbc, String role, String password) {
    jdbc.sql(
            "create role %s superuser login password '%s'"
                .formatted(role, password.replace("'", "''")))
        .update();
    require(jdbc, role);
  }

  /**
   * Has the server ask for this role's password from now on.
   *
   * @param role its name, as SQL has it
   */
  public static void require(JdbcClient jdbc, String role) {
    Path hba = Path.of(jdbc.sql("show hba_file").query(String.class).single());
    try {
      Files.writeString(hba, "host all " + role + " all scram-sha-256\n" + Files.readString(hba));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    jdbc.sql("select pg_reload_conf()").query(Boolean.class).single();
  }
}
