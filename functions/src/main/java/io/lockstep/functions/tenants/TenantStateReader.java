package io.lockstep.functions.tenants;

import io.lockstep.LockstepException;
import io.lockstep.audit.HeldBack;
import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunLogReader;
import io.lockstep.audit.VerificationEntry;
import io.lockstep.audit.VerificationReader;
import io.lockstep.catalog.Catalog;
import io.lockstep.database.Session;
import io.lockstep.database.Settings;
import io.lockstep.functions.snapshot.FailureKind;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.functions.snapshot.RedactedReason;
import io.lockstep.history.AppHistory;
import io.lockstep.history.SchemaHistoriesReader;
import io.lockstep.history.SchemaHistoriesReader.HistoryTable;
import io.lockstep.targets.AppName;
import io.lockstep.targets.Version;
import io.lockstep.tenants.Tenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the states of the tenants of one database on one connection, which is closed at once. Their
 * histories are read many at a time, each time in a transaction of its own, since a transaction
 * locks every table that it has read.
 */
final class TenantStateReader {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");
  private static final int AT_ONCE = 200;

  private final TenantSource source;
  private final Catalog catalog;
  private final TenantTargets targets;

  TenantStateReader(TenantSource source, Catalog catalog, TenantTargets targets) {
    this.source = source;
    this.catalog = catalog;
    this.targets = targets;
  }

  /**
   * Reads the states, or the kinds of the failures: one tenant does not affect the others.
   *
   * @param tenants schemas of one database, for one role
   * @param each receives each state at once; a tenant that is not read has none
   */
  void read(List<Tenant> tenants, Consumer<TenantState> each) {
    try {
      Settings settings = source.settings(tenants.get(0));
      try (Connection connection = ReadOnlyDatabase.source(settings).getConnection()) {
        connection.setAutoCommit(false);
        new Reading(connection, Session.jdbcOn(connection), each)
            .read(tenants.stream().map(this::inSchema).toList());
      }
    } catch (SQLException | RuntimeException e) {
      tenants.forEach(tenant -> each.accept(unread(tenant, e)));
    }
  }

  /** A tenant, and the schema in which its migrations run. */
  private record InSchema(Tenant tenant, String schema) {}

  private InSchema inSchema(Tenant tenant) {
    return new InSchema(tenant, tenant.schema().orElse(source.own().schema()));
  }

  private TenantState unread(Tenant tenant, Exception e) {
    log.warn("{} can't be read: {}", tenant, said(e));
    return TenantState.unread(tenant.name(), problem(tenant, FailureKind.of(e)));
  }

  private static String said(Exception e) {
    return LockstepException.in(e)
        .map(LockstepException::text)
        .orElseGet(() -> String.valueOf(e.getMessage()))
        .lines()
        .findFirst()
        .orElse("");
  }

  private String problem(Tenant tenant, FailureKind kind) {
    return kind == FailureKind.NO_DATABASE
        ? "database \"%s\" does not exist"
            .formatted(tenant.database().orElse(source.own().database()))
        : kind.text() + "; the log says more";
  }

  /** What the database has of all of its schemas. */
  private record Known(
      Map<String, List<HistoryTable>> tables,
      Map<String, RunEntry> runs,
      Map<String, List<HeldBack>> heldBack,
      Map<String, VerificationEntry> verifications) {}

  /** The reading of one database. */
  private final class Reading {
    private final Connection connection;
    private final JdbcClient jdbc;
    private final SchemaHistoriesReader reader;
    private final Consumer<TenantState> each;

    Reading(Connection connection, JdbcClient jdbc, Consumer<TenantState> each) {
      this.connection = connection;
      this.jdbc = jdbc;
      this.reader = new SchemaHistoriesReader(jdbc);
      this.each = each;
    }

    void read(List<InSchema> tenants) throws SQLException {
      begin();
      List<String> schemas = tenants.stream().map(InSchema::schema).toList();
      Known known =
          new Known(
              reader.tables(catalog, schemas).stream()
                  .collect(Collectors.groupingBy(HistoryTable::schema)),
              new RunLogReader(jdbc).newestIn(schemas),
              new RunLogReader(jdbc).heldBackIn(schemas),
              VerificationReader.newestIn(jdbc, schemas));
      for (int i = 0; i < tenants.size() && !Thread.currentThread().isInterrupted(); i += AT_ONCE) {
        if (i > 0) {
          begin();
        }
        read(tenants.subList(i, Math.min(i + AT_ONCE, tenants.size())), known);
        connection.rollback();
      }
    }

    private void begin() {
      jdbc.sql(ReadOnlyDatabase.ONE_MOMENT).update();
    }

    /** If one of them can't be read, or is gone by now, each is read alone. */
    private void read(List<InSchema> tenants, Known known) throws SQLException {
      try {
        states(tenants, known).forEach(each);
      } catch (DataAccessException e) {
        connection.rollback();
        if (tenants.size() == 1) {
          each.accept(unread(tenants.get(0).tenant(), e));
          return;
        }
        for (InSchema tenant : tenants) {
          begin();
          read(List.of(tenant), known);
          connection.rollback();
        }
      }
    }

    private List<TenantState> states(List<InSchema> tenants, Known known) {
      Map<String, SortedMap<AppName, AppHistory>> histories =
          reader.read(
              tenants.stream()
                  .flatMap(t -> known.tables().getOrDefault(t.schema(), List.of()).stream())
                  .toList());
      return tenants.stream()
          .map(
              t ->
                  state(
                      t.tenant(),
                      histories.getOrDefault(t.schema(), new TreeMap<>()),
                      Optional.ofNullable(known.runs().get(t.schema())),
                      known.heldBack().getOrDefault(t.schema(), List.of()),
                      Optional.ofNullable(known.verifications().get(t.schema()))))
          .toList();
    }
  }

  private TenantState state(
      Tenant tenant,
      SortedMap<AppName, AppHistory> histories,
      Optional<RunEntry> lastRun,
      List<HeldBack> heldBack,
      Optional<VerificationEntry> verification) {
    TreeSet<AppName> apps = new TreeSet<>(catalog.apps().keySet());
    apps.addAll(histories.keySet());
    Map<String, String> versions = new TreeMap<>();
    apps.forEach(
        app ->
            versions.put(
                app.text(),
                histories
                    .getOrDefault(app, AppHistory.none())
                    .current()
                    .map(Version::toString)
                    .orElse("zero")));
    return new TenantState(
        tenant.name(),
        targets.of(histories, lastRun, heldBack),
        versions,
        lastRun.map(RedactedReason::withoutPlaces),
        verification,
        Optional.empty());
  }
}
