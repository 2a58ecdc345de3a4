package io.lockstep.fingerprint.catalogs;

import io.lockstep.fingerprint.catalogs.WatchedCatalog.Loss;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
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
      select '' as catalog, 0::int8 as unit_group, oldest as rows,
             array[server, 'database ' || database || ', server ' || server || ', roles ' || roles] as fresh
        from moment
      union all
      """
          .formatted(DescribingSettings.CONDITION, FARTHEST);

  /** How many groups of units there are. */
  public static final int GROUPS = WatchedCatalog.GROUPS;

  /** The group of a catalog that has none. */
  private static final int NONE = -1;

  private final Optional<CatalogMark> before;
  private final String scope;
  private final Map<String, Long> kept = new HashMap<>();
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
    long since = before.map(CatalogMark::since).orElse(Long.MAX_VALUE); // with none, no row is new
    jdbc.sql(QUERY + WatchedCatalog.queries()).param(since).param(since).query(scan::take);
    return scan;
  }

  private void take(ResultSet rs) throws SQLException {
    String name = rs.getString(1);
    long count = rs.getLong(3);
    String[] texts = rs.getArray(4) == null ? new String[0] : (String[]) rs.getArray(4).getArray();
    if (name.isEmpty()) {
      oldest = count;
      server = Integer.parseInt(texts[0]);
      world =
          "%s, scope %s, %d catalogs in %d groups"
              .formatted(texts[1], scope, WatchedCatalog.values().length, GROUPS);
      return;
    }
    WatchedCatalog catalog = catalog(name);
    Set<CatalogAddress> addresses = fresh.computeIfAbsent(catalog, c -> new LinkedHashSet<>());
    long newest = 0;
    long uncounted = 0;
    for (String text : texts) {
      String[] words = text.split(" ", -1);
      newest += Long.parseLong(words[0]);
      uncounted += Long.parseLong(words[1]);
      addresses.add(new CatalogAddress(Long.parseLong(words[2]), Long.parseLong(words[3])));
    }
    String key = key(catalog, rs.getInt(2));
    kept.put(key, count - texts.length);
    rows.put(key, newest == 0 ? count - uncounted : CatalogMark.UNCERTAIN);
  }

  /** Without a blank: an older Lockstep reads what follows the first one as a number. */
  private static String key(WatchedCatalog catalog, int group) {
    return catalog.name().toLowerCase(Locale.ROOT) + (group == NONE ? "" : "/" + group);
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
        || fresh.entrySet().stream()
            .anyMatch(e -> e.getKey().changesOthers() && !e.getValue().isEmpty())
        || !lostGroups(Loss.ANYTHING).isEmpty()
        || changed().size() > MOST
        || changed().stream().anyMatch(CatalogAddress::isBuiltIn);
  }

  /**
   * The groups of units of which one may have gone, or lost a part and have no new row: the OIDs of
   * the units, modulo {@link #GROUPS}.
   */
  public Set<Integer> groupsWithLosses() {
    Set<Integer> groups = lostGroups(Loss.UNIT);
    groups.addAll(lostGroups(Loss.PART));
    if (groups.contains(NONE)) {
      for (int group = 0; group < GROUPS; group++) {
        groups.add(group);
      }
      groups.remove(NONE);
    }
    return groups;
  }

  private Set<Integer> lostGroups(Loss loss) {
    Map<String, Long> earlier = before.orElseThrow().rows();
    Set<String> keys = new HashSet<>(earlier.keySet());
    keys.addAll(kept.keySet());
    Set<Integer> groups = new HashSet<>();
    for (String key : keys) {
      if (!kept.getOrDefault(key, 0L).equals(earlier.getOrDefault(key, 0L))) {
        int end = key.indexOf('/');
        WatchedCatalog catalog = catalog(end < 0 ? key : key.substring(0, end));
        if (catalog.loss == loss) {
          groups.add(end < 0 ? NONE : Integer.parseInt(key.substring(end + 1)));
        }
      }
    }
    return groups;
  }

  private static WatchedCatalog catalog(String name) {
    return WatchedCatalog.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The objects to which the new rows belong. */
  public Set<CatalogAddress> changed() {
    Set<CatalogAddress> all = new LinkedHashSet<>();
    fresh.forEach((catalog, addresses) -> all.addAll(addresses));
    return all;
  }
}
