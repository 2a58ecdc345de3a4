package io.lockstep.fingerprint.catalogs;

import io.lockstep.fingerprint.catalogs.WatchedCatalog.Loss;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks once through the system catalogs: which rows have come since a mark, and how many are left
 * of those before it. In a database with 20,000 tables that is half a million rows, but only their
 * headers are looked at.
 */
public final class CatalogScan {
  /** So far back an xmin, which has 32 bits, is compared without doubt. */
  private static final long FARTHEST = 1L << 30;

  /** With more changed objects than this, everything is read. */
  private static final int MOST = 2_000;

  /**
   * age() counts back from the same transaction for all rows. A mark beside which too many
   * transactions have begun is not usable; then {@code since} is the present moment.
   */
  private static final String QUERY =
      """
      with moment as materialized (
             select pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()) as oldest,
                    pg_catalog.current_setting('server_version_num') as server,
                    (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()) as database,
                    (select pg_catalog.md5(pg_catalog.string_agg(oid || ' ' || rolname, ',' order by oid))
                       from pg_catalog.pg_roles) as roles
              where %s),
           env as materialized (
             select pg_catalog.age((oldest %% 4294967296)::text::pg_catalog.xid) as until,
                    pg_catalog.age((case when ?::bigint between oldest - %d and oldest then ?::bigint else oldest end
                                    %% 4294967296)::text::pg_catalog.xid) as since
               from moment)
      select '' as catalog, oldest as rows,
             array[server, 'database ' || database || ', server ' || server || ', roles ' || roles] as fresh
        from moment
      union all
      """
          .formatted(DescribingSettings.CONDITION, FARTHEST);

  private final Optional<CatalogMark> before;
  private final String scope;
  private final Map<WatchedCatalog, Long> kept = new EnumMap<>(WatchedCatalog.class);
  private final Map<WatchedCatalog, Set<CatalogAddress>> fresh =
      new EnumMap<>(WatchedCatalog.class);
  private final Map<String, Long> rows = new HashMap<>();
  private long oldest;
  private String world = "";
  private int server;

  private CatalogScan(Optional<CatalogMark> before, String scope) {
    this.before = before;
    this.scope = scope;
  }

  /**
   * Looks through them in one statement, which also makes the {@link DescribingSettings}.
   *
   * @param jdbc a session in a transaction
   * @param before the mark to compare with
   * @param scope what is described; it must be the same for two marks
   */
  public static CatalogScan since(JdbcClient jdbc, Optional<CatalogMark> before, String scope) {
    CatalogScan scan = new CatalogScan(before, scope);
    long since = before.map(CatalogMark::since).orElse(0L);
    jdbc.sql(QUERY + WatchedCatalog.queries()).param(since).param(since).query(scan::take);
    return scan;
  }

  private void take(ResultSet rs) throws SQLException {
    String name = rs.getString(1);
    long count = rs.getLong(2);
    String[] texts = rs.getArray(3) == null ? new String[0] : (String[]) rs.getArray(3).getArray();
    if (name.isEmpty()) {
      oldest = count;
      server = Integer.parseInt(texts[0]);
      world = texts[1] + ", scope " + scope;
      return;
    }
    Set<CatalogAddress> addresses = new LinkedHashSet<>();
    long newest = 0;
    for (String text : texts) {
      String[] words = text.split(" ", -1);
      newest += Long.parseLong(words[0]);
      addresses.add(new CatalogAddress(Long.parseLong(words[1]), Long.parseLong(words[2])));
    }
    WatchedCatalog catalog = WatchedCatalog.valueOf(name.toUpperCase(Locale.ROOT));
    kept.put(catalog, count - texts.length);
    fresh.put(catalog, addresses);
    rows.put(name, newest == 0 ? count : CatalogMark.UNCERTAIN);
  }

  /** The server's version, as in server_version_num. */
  public int server() {
    return server;
  }

  /** The mark of the moment of this scan. */
  public CatalogMark mark() {
    return new CatalogMark(world, oldest, rows);
  }

  /** True if nothing can be said from it, and everything must be read. */
  public boolean needsFullRead() {
    return before.isEmpty()
        || !before.get().world().equals(world)
        || before.get().since() > oldest
        || before.get().since() < oldest - FARTHEST
        || before.get().rows().size() != WatchedCatalog.values().length
        || fresh.entrySet().stream()
            .anyMatch(e -> e.getKey().changesOthers() && !e.getValue().isEmpty())
        || lost(Loss.ANYTHING)
        || changed().size() > MOST
        || changed().stream().anyMatch(CatalogAddress::isBuiltIn);
  }

  /** True if a whole unit may have gone. */
  public boolean mayHaveLostUnits() {
    return lost(Loss.UNIT);
  }

  /** True if a unit may have lost a part, and have no new row. */
  public boolean mayHaveLostParts() {
    return lost(Loss.PART);
  }

  private boolean lost(Loss loss) {
    Map<String, Long> earlier = before.orElseThrow().rows();
    return kept.entrySet().stream()
        .filter(e -> e.getKey().loss == loss)
        .anyMatch(
            e -> !e.getValue().equals(earlier.get(e.getKey().name().toLowerCase(Locale.ROOT))));
  }

  /** The objects to which the new rows belong. */
  public Set<CatalogAddress> changed() {
    Set<CatalogAddress> all = new LinkedHashSet<>();
    fresh.forEach((catalog, addresses) -> all.addAll(addresses));
    return all;
  }
}
