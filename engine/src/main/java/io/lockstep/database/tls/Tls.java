package io.lockstep.database.tls;

import java.util.Optional;

/**
 * The security of the connection, as in libpq (PostgreSQL manual, "SSL Support").
 *
 * @param mode sslmode: disable, allow, prefer, require, verify-ca or verify-full
 * @param rootCertificate the file with the certificates that must have issued the server's
 * @param client what tells the server who we are
 */
public record Tls(
    Optional<String> mode, Optional<String> rootCertificate, Optional<ClientCertificate> client) {
  /** The driver's default: TLS if the server supports it, without a check of its identity. */
  public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty());

  /** Without a certificate of our own. */
  public Tls(Optional<String> mode, Optional<String> rootCertificate) {
    this(mode, rootCertificate, Optional.empty());
  }

  /** The same with another sslmode. */
  public Tls withMode(Optional<String> other) {
    return new Tls(other, rootCertificate, client);
  }
}
