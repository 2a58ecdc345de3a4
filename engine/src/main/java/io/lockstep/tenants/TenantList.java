package io.lockstep.tenants;

import io.lockstep.ExitCode;
import io.lockstep.LockstepException;
import io.lockstep.database.Connector;
import io.lockstep.database.InvalidSchemaName;
import io.lockstep.database.Session;
import io.lockstep.database.SessionSettings;
import io.lockstep.database.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All tenants, each with its own name and its own database or schema, in the list's order. */
public final class TenantList {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final List<Tenant> tenants;

  private TenantList(List<Tenant> tenants) {
    this.tenants = tenants;
  }

  /**
   * Checks the tenants and makes a list of them.
   *
   * @param own the defaults of each tenant
   * @throws LockstepException ({@link ExitCode#USAGE}) if a name is invalid, or two tenants have
   *     the same name, or the same schema of the same database
   */
  public static TenantList of(Settings own, List<Tenant> tenants) {
    Map<String, Tenant> names = new HashMap<>();
    Map<Place, Tenant> places = new HashMap<>();
    for (Tenant tenant : tenants) {
      if (!isName(tenant.name())) {
        throw wrong("the name \"" + shown(tenant.name()) + "\" can't be one");
      }
      if (names.put(tenant.name(), tenant) != null) {
        throw wrong(tenant + " is there twice");
      }
      tenant
          .invalidValue()
          .ifPresent(
              why -> {
                throw new LockstepException(
                    ExitCode.USAGE,
                    "the tenants",
                    why,
                    "Give a value, or leave it out to take the configured one.");
              });
      tenant
          .schema()
          .flatMap(InvalidSchemaName::of)
          .ifPresent(
              invalid -> {
                throw wrong("the schema of " + tenant + " can't be one: " + invalid.why());
              });
      Place place = Place.of(own, tenant);
      Tenant other = places.put(place, tenant);
      if (other != null) {
        throw wrong(other + " and " + tenant + " are both " + place);
      }
    }
    return new TenantList(List.copyOf(tenants));
  }

  /** True if a tenant may have this name. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** A name that may be none, for a message: a line end in it would begin a line of its own. */
  static String shown(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** Reads tenants in the connector's database, in a transaction that can't write. */
  static TenantList read(Connector connector, Function<JdbcClient, List<Tenant>> source) {
    try (Session session = connector.open("lockstep tenants")) {
      session.connection().setAutoCommit(false);
      SessionSettings.ofReading(session.connection(), LOCK_TIMEOUT);
      List<Tenant> tenants = source.apply(session.jdbc());
      session.connection().rollback();
      return of(connector.settings(), tenants);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The schema of a database, which can't be two tenants'. */
  private record Place(TenantDatabase database, String schema) {
    static Place of(Settings own, Tenant tenant) {
      return new Place(TenantDatabase.of(own, tenant), tenant.schema().orElse(own.schema()));
    }

    @Override
    public String toString() {
      return database + ", schema " + schema;
    }
  }

  private static LockstepException wrong(String why) {
    return new LockstepException(
        ExitCode.USAGE,
        "the tenants",
        why,
        "A name has letters, digits, ., _ and -, at most 63; each tenant has its own, and its own database, or a schema of its own in it.");
  }

  public List<Tenant> all() {
    return tenants;
  }

  /**
   * The tenants with these names, in the list's order.
   *
   * @throws LockstepException ({@link ExitCode#USAGE}) if there is no tenant of one of the names
   */
  public List<Tenant> named(Set<String> wanted) {
    List<Tenant> found = tenants.stream().filter(t -> wanted.contains(t.name())).toList();
    if (found.size() < wanted.size()) {
      String missing =
          wanted.stream()
              .filter(name -> found.stream().noneMatch(t -> t.name().equals(name)))
              .sorted()
              .findFirst()
              .orElseThrow();
      throw new LockstepException(
          ExitCode.USAGE,
          "the canary " + missing,
          "there is no such tenant among the " + tenants.size(),
          "Name one of the list.");
    }
    return found;
  }

  /** All tenants except those with these names. */
  public List<Tenant> without(Set<String> names) {
    return tenants.stream().filter(t -> !names.contains(t.name())).toList();
  }
}
