package io.lockstep.database;

import java.util.Optional;

/**
 * How the connection is secured, as libpq has it (PostgreSQL manual, "SSL Support").
 *
 * @param mode sslmode: disable, allow, prefer, require, verify-ca or verify-full
 * @param rootCertificate the file with the certificates that the server's must come from
 */
public record Tls(Optional<String> mode, Optional<String> rootCertificate) {
  /** As the driver does it by itself: TLS if the server has it, without a look at who it is. */
  public static final Tls DEFAULT = new Tls(Optional.empty(), Optional.empty());
}
