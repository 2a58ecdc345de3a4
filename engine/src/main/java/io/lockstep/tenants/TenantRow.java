package io.lockstep.tenants;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.InvalidSchemaName;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.SslMode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One row of a tenants' query, with the limits for it. An operator writes a list, but any role that
 * can write to the queried table can write a row. So a row can't send our password to another
 * server, weaken TLS, name an arbitrary file, or lead into Lockstep's or PostgreSQL's own schemas.
 *
 * @param tenant as the row has it
 */
record TenantRow(Tenant tenant) {
  /** One name or address: no list of them, and no other part of a URL. */
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9_][A-Za-z0-9._-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|\\[[0-9A-Fa-f:.]+]");

  /**
   * Returns the tenant if its row has no forbidden value.
   *
   * @param own the defaults of each tenant
   * @param passwords the allowed places of its password
   * @throws LockstepException ({@link ExitCode#REFUSED}) if the row has a forbidden value
   */
  Tenant checked(Settings own, TenantPasswords passwords) {
    if (tenant.host().filter(host -> !HOST.matcher(host).matches()).isPresent()) {
      throw refused(
          "its host is not a name or an address", "Give one host; port and sslmode have columns.");
    }
    if (tenant.isElsewhere(own) && (tenant.user().isEmpty() || tenant.passwordFile().isEmpty())) {
      throw refused(
          "it is on a server of its own, which must not get the configured user's password",
          "Give the row's own user and password_file, or leave out its host and port.");
    }
    Optional<InvalidSchemaName> invalid = tenant.schema().flatMap(InvalidSchemaName::of);
    if (invalid.isPresent()) {
      throw refused("its schema can't be one: " + invalid.get().why(), invalid.get().next());
    }
    tenant.sslmode().ifPresent(mode -> checkMode(mode, own));
    Optional<Path> file = tenant.passwordFile().map(named -> file(named, passwords));
    return tenant.withPasswordFile(file.map(Path::toString));
  }

  private void checkMode(String text, Settings own) {
    SslMode least = own.tls().mode().flatMap(SslMode::of).orElse(SslMode.OF_THE_DRIVER);
    SslMode mode =
        SslMode.of(text)
            .orElseThrow(() -> refused("its sslmode is none", "Give one of " + SslMode.all()));
    if (mode.compareTo(least) < 0) {
      throw refused(
          "its sslmode is weaker than the configured one, " + least,
          "Give %s or a stronger one, or weaken POSTGRES_SSLMODE.".formatted(least));
    }
  }

  private Path file(String named, TenantPasswords passwords) {
    return passwords
        .file(named)
        .orElseThrow(
            () ->
                refused(
                    "its password_file is not a tenant's, below " + passwords.folder(),
                    "Put it there (LOCKSTEP_TENANTS_PASSWORDS names the folder), not linked to elsewhere."));
  }

  private LockstepException refused(String why, String next) {
    return new LockstepException(
        ExitCode.REFUSED,
        "the query's row of tenant \"" + TenantList.shown(tenant.name()) + "\"",
        why,
        next);
  }
}
