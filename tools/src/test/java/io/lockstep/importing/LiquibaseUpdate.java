package io.lockstep.importing;

import io.lockstep.TestDatabase;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/** The real Liquibase's {@code update}, which otherwise prints much of what it does. */
final class LiquibaseUpdate {
  private static final Logger LOG = Logger.getLogger("liquibase"); // kept, or its level is lost

  private static final int ALL = 1000; // more than there are: without a number it is deprecated

  private LiquibaseUpdate() {}

  /** Runs it. */
  static void run(String changelog, Path folder, TestDatabase database) throws Exception {
    with(changelog, folder, database, Liquibase::update);
  }

  /** What its {@code update-sql} prints. */
  static String updateSql(String changelog, Path folder, TestDatabase database) throws Exception {
    StringWriter sql = new StringWriter();
    with(changelog, folder, database, liquibase -> liquibase.update(ALL, "", sql));
    return sql.toString();
  }

  /** What its {@code future-rollback-sql} prints. */
  static String futureRollbackSql(String changelog, Path folder, TestDatabase database)
      throws Exception {
    StringWriter sql = new StringWriter();
    with(changelog, folder, database, liquibase -> liquibase.futureRollbackSQL(sql));
    return sql.toString();
  }

  private interface Command {
    void run(Liquibase liquibase) throws Exception;
  }

  private static void with(String changelog, Path folder, TestDatabase database, Command command)
      throws Exception {
    LOG.setLevel(Level.WARNING);
    Scope.child(
        Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
        () -> {
          try (Connection connection = database.connect();
              Liquibase liquibase =
                  new Liquibase(
                      changelog,
                      new DirectoryResourceAccessor(folder),
                      DatabaseFactory.getInstance()
                          .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
            command.run(liquibase);
          }
        });
  }
}
