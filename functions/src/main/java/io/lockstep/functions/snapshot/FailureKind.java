package io.lockstep.functions.snapshot;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.tls.TlsFailure;
import io.lockstep.sql.SqlStates;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLTransientConnectionException;

/**
 * The reason why a database can't be read, as an answer over HTTP gives it. The messages of the
 * driver and the server name hosts, ports and users, so they go to the log alone.
 */
public enum FailureKind {
  /** No server answers, or the connection broke. */
  UNREACHABLE("unreachable"),
  /** The server's certificate, or TLS itself. */
  TLS("no secure connection (TLS)"),
  /** Wrong password, unknown user, or not let in from here. */
  AUTHENTICATION("authentication failed"),
  /** The file with the password is missing. */
  PASSWORD_FILE("the password's file can't be read"),
  /** There is no such database. */
  NO_DATABASE("the database does not exist"),
  /** The role lacks a right to read. */
  RIGHTS("rights are missing"),
  /** The server has no connection left. */
  TOO_MANY_CONNECTIONS("too many connections"),
  /** It answers too slowly. */
  TIMED_OUT("timed out"),
  /** The settings are wrong. */
  SETTINGS("wrong settings"),
  /** Something else. */
  OTHER("an error");

  private final String text;

  FailureKind(String text) {
    this.text = text;
  }

  /** In a few words. */
  public String text() {
    return text;
  }

  /** The kind of a failure to connect or to read. */
  public static FailureKind of(Throwable thrown) {
    return SqlStates.sqlException(thrown)
        .map(e -> of(String.valueOf(e.getSQLState()), thrown))
        .orElseGet(() -> withoutState(thrown));
  }

  /**
   * By the manual, appendix A; 08004 is the driver's, where the server wants a password that we
   * don't have.
   */
  private static FailureKind of(String state, Throwable thrown) {
    if (TlsFailure.isBehind(thrown)) {
      return TLS;
    }
    return switch (state) {
      case "28000", "28P01", "08004" ->
          isBehind(thrown, LockstepException.class, IOException.class)
              ? PASSWORD_FILE
              : AUTHENTICATION;
      case "3D000" -> NO_DATABASE;
      case "42501" -> RIGHTS;
      case "53300" -> TOO_MANY_CONNECTIONS;
      case "57014", "25P03", "25P04", "55P03" -> TIMED_OUT;
      default -> state.startsWith("08") || state.startsWith("57P") ? broken(thrown) : OTHER;
    };
  }

  private static FailureKind broken(Throwable thrown) {
    return isBehind(thrown, SocketTimeoutException.class) ? TIMED_OUT : UNREACHABLE;
  }

  /** The pool gives no state where all its connections are in use. */
  private static FailureKind withoutState(Throwable thrown) {
    if (isBehind(thrown, SQLTransientConnectionException.class)) {
      return TIMED_OUT;
    }
    if (LockstepException.in(thrown)
        .map(LockstepException::exit)
        .filter(ExitCode.UNREACHABLE::equals)
        .isPresent()) {
      return UNREACHABLE;
    }
    if (isBehind(thrown, LockstepException.class)) {
      return isBehind(thrown, LockstepException.class, IOException.class)
          ? PASSWORD_FILE
          : SETTINGS;
    }
    return OTHER;
  }

  /** Whether these are causes of it, in this order. */
  private static boolean isBehind(Throwable thrown, Class<?>... types) {
    int found = 0;
    for (Throwable t = thrown; t != null && found < types.length; t = t.getCause()) {
      found += types[found].isInstance(t) ? 1 : 0;
    }
    return found == types.length;
  }
}
