package io.lockstep.tenants;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a tenants' query may say of a tenant. An operator writes a list; a row may come from whoever
 * can write to a table. So no row sends our password to a server of its own, weakens TLS, or names
 * a file anywhere.
 *
 * @param tenant as the row has it
 */
record TenantRow(Tenant tenant) {
  /** One name or address; no list of them, and nothing else that a URL may have. */
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9_][A-Za-z0-9._-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|\\[[0-9A-Fa-f:.]+]");

  /**
   * The tenant, if its row may say that.
   *
   * @param own what a tenant that doesn't say otherwise is like
   * @param passwords where its password may be
   * @throws LockstepException ({@link ExitCode#REFUSED}) if it says too much
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
        ExitCode.REFUSED, "the query's row of tenant \"" + tenant.name() + "\"", why, next);
  }
}
