package io.lockstep.importing;

import io.lockstep.TestDatabase;
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

  private LiquibaseUpdate() {}

  static void run(String changelog, Path folder, TestDatabase database) throws Exception {
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
            liquibase.update();
          }
        });
  }
}
