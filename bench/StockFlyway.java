import org.flywaydb.core.Flyway;

/**
 * Stock Flyway as a library, with nothing set but where the database and the scripts are. Arguments:
 * JDBC URL, user, folder.
 */
final class StockFlyway {
  private StockFlyway() {}

  public static void main(String[] args) {
    Flyway.configure()
        .dataSource(args[0], args[1], "")
        .locations("filesystem:" + args[2])
        .load()
        .migrate();
  }
}
