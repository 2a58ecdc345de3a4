package io.lockstep.database.tls;

import io.lockstep.sql.SqlStates;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Recognizes a connection that was not made because of TLS or a certificate. */
public final class TlsFailure {
  /** The driver's words, which its translations keep. */
  private static final Pattern DRIVERS = Pattern.compile("SSL|HostnameVerifier");

  /** The server's words where it wants TLS or a certificate; it has a code for neither. */
  private static final Pattern SERVERS = Pattern.compile("no encryption|SSL off|certificate");

  private TlsFailure() {}

  /** True if it is the reason, as far as the driver and the server tell. */
  public static boolean isBehind(Throwable thrown) {
    return !isBehind(thrown, SocketTimeoutException.class)
        && (isBehind(thrown, SSLException.class)
            || SqlStates.sqlException(thrown).filter(TlsFailure::says).isPresent());
  }

  private static boolean says(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return e.getSQLState().startsWith("08")
        ? DRIVERS.matcher(message).find()
        : SqlStates.isNotAuthenticated(e) && SERVERS.matcher(message).find();
  }

  private static boolean isBehind(Throwable thrown, Class<?> type) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause).anyMatch(type::isInstance);
  }
}
