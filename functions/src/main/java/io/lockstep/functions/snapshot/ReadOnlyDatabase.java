package io.lockstep.functions.snapshot;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Settings;
import io.lockstep.sql.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database for readers. Three things each prevent writing through it: the session is opened
 * with default_transaction_read_only, each transaction is READ ONLY, and the role may be one that
 * has no right to write. At most two connections, opened when they are first needed and closed when
 * idle, so that a function that nobody calls holds none.
 */
public final class ReadOnlyDatabase implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 2;
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int STATEMENT_TIMEOUT_SECONDS = 5;

  /**
   * For all statements of a reading, kept by the driver. It is the longer one, so that a slow
   * statement ends by the server's, which says so: a statement that the driver cancels fails "due
   * to user request". This one is for a pooler that drops the options.
   */
  private static final int TRANSACTION_TIMEOUT_SECONDS = 8;

  private static final int SOCKET_TIMEOUT_SECONDS = 10;

  /**
   * Sent as the session starts; a pooler that drops it still leaves READ ONLY transactions. What
   * the database or the role has in its search path is not for us: all our names are qualified.
   */
  private static final String OPTIONS =
      "-c default_transaction_read_only=on -c search_path=pg_catalog -c statement_timeout="
          + STATEMENT_TIMEOUT_SECONDS
          + "s";

  /** For the transaction alone; by the driver it would go on in a pooler's session, for others. */
  public static final String ONE_MOMENT =
      "set transaction isolation level repeatable read, read only";

  private final Settings settings;
  private final HikariDataSource pool;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /** Connects to nothing yet. */
  public ReadOnlyDatabase(Settings settings) {
    this.settings = settings;
    this.pool = new HikariDataSource(pool(settings));
    this.jdbc = JdbcClient.create(pool);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    transaction.setReadOnly(true);
    transaction.setTimeout(TRANSACTION_TIMEOUT_SECONDS);
  }

  /** Opens sessions that can't write, and don't wait long. */
  public static PGSimpleDataSource source(Settings settings) {
    PGSimpleDataSource source = settings.dataSource("lockstep functions");
    source.setOptions(OPTIONS);
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    return source;
  }

  private static HikariConfig pool(Settings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("lockstep");
    config.setDataSource(source(settings));
    config.setReadOnly(true);
    config.setMaximumPoolSize(MAX_CONNECTIONS);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /**
   * Reads in one transaction, so that everything is of one moment. A connection that was ended
   * since its last use, as by a restart of the server, is given up for a new one.
   *
   * @throws LockstepException ({@link ExitCode#UNREACHABLE}) if the database is away, too slow, or
   *     hides something
   */
  public <T> T read(Function<JdbcClient, T> reading) {
    try {
      return readOnce(reading);
    } catch (DataAccessException | TransactionException e) {
      RuntimeException why = first(e);
      if (!isEnded(why)) {
        throw unreachable(why);
      }
    }
    pool.getHikariPoolMXBean().softEvictConnections(); // the other one was ended with it
    try {
      return readOnce(reading);
    } catch (DataAccessException | TransactionException e) {
      throw unreachable(first(e));
    }
  }

  /** Where the connection has gone, the rollback fails as well, and says less. */
  private static RuntimeException first(RuntimeException e) {
    return e instanceof TransactionSystemException rollback
            && rollback.getOriginalException() instanceof DataAccessException first
        ? first
        : e;
  }

  private <T> T readOnce(Function<JdbcClient, T> reading) {
    return transaction.execute(
        status -> {
          jdbc.sql(ONE_MOMENT).update();
          return reading.apply(jdbc);
        });
  }

  /** Not one that couldn't be had, nor one whose answer has not come in time: no new one helps. */
  private static boolean isEnded(RuntimeException e) {
    return SqlStates.isSessionGone(e)
        && !(e instanceof CannotCreateTransactionException)
        && FailureKind.of(e) == FailureKind.UNREACHABLE;
  }

  private LockstepException unreachable(RuntimeException e) {
    return new LockstepException(
            ExitCode.UNREACHABLE,
            "reading " + settings,
            reason(e),
            "It is tried again with the next request; check the server and the role's rights.")
        .causedBy(e);
  }

  /** The innermost SQLException: the pool's own says only that the pool has waited. */
  private static String reason(Throwable e) {
    Throwable reason = e;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        reason = t;
      }
    }
    String said = String.valueOf(reason.getMessage()).lines().findFirst().orElse("no reason given");
    return SqlStates.isCancelled(e)
        ? said
            + " (a statement may take %d s, and a whole reading %d s)"
                .formatted(STATEMENT_TIMEOUT_SECONDS, TRANSACTION_TIMEOUT_SECONDS)
        : said;
  }

  @Override
  public void close() {
    pool.close();
  }
}
