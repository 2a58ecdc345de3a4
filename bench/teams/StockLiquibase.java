import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/** Stock Liquibase as a library. Arguments: JDBC URL, user, folder, changelog in it. */
final class StockLiquibase {
  private StockLiquibase() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection(args[0], args[1], "");
        Liquibase liquibase =
            new Liquibase(
                args[3],
                new DirectoryResourceAccessor(Path.of(args[2])),
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
      liquibase.update();
    }
  }
}
