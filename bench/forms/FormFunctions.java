import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Settings;
import io.lockstep.database.tls.Tls;
import io.lockstep.listing.Listing;
import io.lockstep.run.Lockstep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** The same list in the forms that Spring Cloud Function offers by itself; only for bench/start. */
final class FormFunctions {
  private FormFunctions() {}

  static Function<String, Listing> migrations() {
    Settings settings =
        new Settings(
            "localhost",
            Integer.parseInt(System.getenv("POSTGRES_PORT")),
            System.getenv("POSTGRES_DB"),
            "postgres",
            "unused",
            Tls.DEFAULT,
            "public");
    ProcessClock clock = new ProcessClock();
    Connector connector = new Connector(settings, clock, Duration.ofSeconds(10));
    Path db = Path.of(System.getenv("LOCKSTEP_DB"));
    return ignored -> new Lockstep(connector, CatalogReader.read(db), clock).list();
  }
}
