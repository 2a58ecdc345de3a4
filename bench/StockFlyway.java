import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * Stock Flyway as a library, with nothing set but where the database and the scripts are.
 * Arguments: JDBC URL, user, folder or several locations with commas between them; then NAME=VALUE
 * of settings.
 */
final class StockFlyway {
  private StockFlyway() {}

  public static void main(String[] args) {
    Map<String, String> settings = new HashMap<>();
    Arrays.stream(args)
        .skip(3)
        .map(setting -> setting.split("=", 2))
        .forEach(setting -> settings.put(setting[0], setting[1]));
    Flyway.configure()
        .dataSource(args[0], args[1], "")
        .locations(
            args[2].contains(":") ? args[2].split(",") : new String[] {"filesystem:" + args[2]})
        .configuration(settings)
        .load()
        .migrate();
  }
}
