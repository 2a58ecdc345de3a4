package io.lockstep.run;

import io.lockstep.database.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.callback.Warning;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.Results;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resource.StringResource;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;
import org.flywaydb.database.postgresql.PostgreSQLParser;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a script's statements one by one, those of a migration and those of an undo script alike.
 * They are cut and sent by Flyway's own parser, so that a script may say all that Flyway lets it
 * say (COPY, {@code $$} bodies).
 */
final class ScriptRunner {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.run");
  private static final String NOTICE = "00000";

  /** What may bring back the login's lock_timeout; whether it has, the server says. */
  private static final Pattern RESET =
      Pattern.compile(
          "\\b(reset|discard|set_config)\\b|\\block_timeout\\b.*\\bdefault\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final RunContext context;
  private final FluentConfiguration configuration =
      new FluentConfiguration().placeholderReplacement(false);
  private boolean rollback;

  ScriptRunner(RunContext context) {
    this.context = context;
  }

  /**
   * Runs it in the transaction that is open.
   *
   * @param transaction its number
   * @throws StatementFailed at the first statement that fails
   * @throws ScriptEndedTransaction as soon as a statement has ended the transaction
   */
  void inTransaction(String sql, Optional<Long> transaction) {
    Connection connection = context.work().connection();
    rollback = false;
    run(
        sql,
        (statement, jdbc) -> {
          rollback = RollbackStatement.mayBe(statement.getSql());
          execute(statement, jdbc);
          if (isOver(connection) || (rollback && !isStill(transaction))) {
            throw new ScriptEndedTransaction();
          }
          rollback = false;
          limitWaitsAgain(statement, true);
        });
  }

  private boolean isStill(Optional<Long> transaction) {
    return context
        .work()
        .jdbc()
        .sql("select pg_catalog.txid_current_if_assigned()")
        .query((rs, i) -> Optional.ofNullable(rs.getObject(1, Long.class)))
        .single()
        .equals(transaction);
  }

  /** Whether the statement that failed last may have rolled back its transaction by itself. */
  boolean mayHaveRolledBack() {
    return rollback;
  }

  private static boolean isOver(Connection connection) {
    try {
      return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs it without a transaction. A statement whose wait for a lock is cut off has done nothing,
   * and is tried again by itself, unless it may have committed a part; the ones before it are not.
   * None is begun once the lease is over.
   *
   * @throws StatementFailed at the first statement that fails
   */
  void withoutTransaction(String sql) {
    run(
        sql,
        (statement, jdbc) -> {
          context.lock().verify();
          if (ConcurrentStatement.is(statement.getSql())) {
            withoutLimit(() -> execute(statement, jdbc));
          } else if (ConcurrentStatement.detaches(statement.getSql())) {
            untilLocksAreFree(() -> detach(statement, jdbc));
          } else if (CommittingStatement.mayBe(statement.getSql())) {
            execute(statement, jdbc);
          } else {
            untilLocksAreFree(() -> execute(statement, jdbc));
          }
          limitWaitsAgain(statement, false);
        });
  }

  /**
   * RESET, DISCARD and set_config with a null bring back the login's lock_timeout, which is none
   * mostly: readers would wait behind a script that has only cleaned up (rule 9). One that wants no
   * limit sets it.
   */
  private void limitWaitsAgain(SqlStatement statement, boolean transaction) {
    if (RESET.matcher(statement.getSql()).find()) {
      context
          .work()
          .jdbc()
          .sql(
              """
              select pg_catalog.set_config('lock_timeout', :limit, :local)
                from pg_catalog.pg_settings
               where name operator(pg_catalog.=) 'lock_timeout' and source operator(pg_catalog.<>) 'session'
              """)
          .param("limit", context.retries().lockTimeout().toMillis() + "ms")
          .param("local", transaction)
          .query(String.class)
          .optional();
    }
  }

  private void untilLocksAreFree(Runnable statement) {
    LockRetries retries = new LockRetries(context);
    while (true) {
      try {
        statement.run();
        return;
      } catch (StatementFailed e) {
        if (!SqlStates.isLockTimeout(e) || !retries.pause(Optional.empty())) {
          throw e;
        }
      }
    }
  }

  /** One that was cut off before, here or in a run that died, is finished. */
  private void detach(SqlStatement statement, JdbcTemplate jdbc) {
    try {
      execute(statement, jdbc);
    } catch (StatementFailed e) {
      if (!SqlStates.isInAnotherState(e)) {
        throw e;
      }
      report(statement, jdbc.executeStatement(ConcurrentStatement.finalizing(statement.getSql())));
    }
  }

  /** Unless the script has set a lock_timeout of its own. */
  private void withoutLimit(Runnable statement) {
    long ours = context.retries().lockTimeout().toMillis();
    boolean changed = changeLockTimeout(ours, 0);
    statement.run();
    if (changed) {
      changeLockTimeout(0, ours);
    }
  }

  private boolean changeLockTimeout(long from, long to) {
    return context
        .work()
        .jdbc()
        .sql(
            """
            select pg_catalog.set_config('lock_timeout', :to, false)
             where (select setting from pg_catalog.pg_settings where name = 'lock_timeout') = :from
            """)
        .param("to", to + "ms")
        .param("from", String.valueOf(from))
        .query(String.class)
        .optional()
        .isPresent();
  }

  private void run(String sql, Execution execution) {
    JdbcTemplate jdbc = new JdbcTemplate(context.work().connection(), new PostgreSQLDatabaseType());
    PostgreSQLParser parser = new PostgreSQLParser(configuration, new ParsingContext());
    try (SqlStatementIterator statements = parser.parse(new StringResource(sql))) {
      for (SqlStatement s = statements.next(); s != null; s = statements.next()) {
        execution.of(s, jdbc);
      }
    }
  }

  private void execute(SqlStatement statement, JdbcTemplate jdbc) {
    report(statement, statement.execute(jdbc, null, configuration));
  }

  private static void report(SqlStatement statement, Results results) {
    if (results.getException() != null) {
      throw new StatementFailed(
          statement.getLineNumber(), statement.getSql(), results.getException());
    }
    for (Warning warning : results.getWarnings()) {
      if (NOTICE.equals(warning.getState())) {
        log.debug("{}", warning.getMessage());
      } else {
        log.warn("{} (SQLSTATE {})", warning.getMessage(), warning.getState());
      }
    }
  }

  private interface Execution {
    void of(SqlStatement statement, JdbcTemplate jdbc);
  }
}
