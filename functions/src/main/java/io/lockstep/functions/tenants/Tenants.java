package io.lockstep.functions.tenants;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.functions.snapshot.FailureKind;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.targets.Target;
import io.lockstep.tenants.Tenant;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the states of all tenants, eight databases at a time, once for all who ask: they are shared
 * until they are 5 s old, and reading takes at most 15 s.
 */
public final class Tenants implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.functions");
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration AT_MOST = Duration.ofSeconds(15);
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final int AT_ONCE = 8;

  private final TenantSource source;
  private final ReadOnlyDatabase database;
  private final TenantStateReader reader;
  private final ThreadPoolExecutor threads;
  private final AsyncCache<String, TenantStates> shared =
      Caffeine.newBuilder().expireAfterWrite(FRESH).executor(Runnable::run).buildAsync();

  /**
   * Reads from these.
   *
   * @param database that the query for tenants runs on
   * @param targets where all of them shall be; empty for every app's newest version
   */
  public Tenants(
      TenantSource source, ReadOnlyDatabase database, Catalog catalog, List<Target> targets) {
    this.source = source;
    this.database = database;
    this.reader = new TenantStateReader(source, catalog, new TenantTargets(catalog, targets));
    this.threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Tenants::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lockstep-tenants");
    thread.setDaemon(true);
    return thread;
  }

  /** Their states now. A tenant that can't be read has the reason instead. */
  public TenantStates now() {
    return shared.get("all", key -> look()).join();
  }

  private TenantStates look() {
    if (source.isGone()) {
      return unlisted("their list is gone, since this is no longer what the release is at");
    }
    try {
      return new TenantStates(states(source.tenants(database)), Optional.empty());
    } catch (LockstepException problem) {
      problem.text().lines().forEach(log::warn);
      return unlisted(FailureKind.of(problem).text() + "; the log says more");
    }
  }

  private static TenantStates unlisted(String why) {
    return new TenantStates(List.of(), Optional.of("the tenants: " + why));
  }

  private List<TenantState> states(List<Tenant> tenants) {
    Map<String, TenantState> states = new ConcurrentHashMap<>();
    try {
      threads.invokeAll(
          databases(tenants).stream()
              .map(
                  schemas ->
                      Executors.callable(
                          () ->
                              reader.read(
                                  schemas, state -> states.putIfAbsent(state.tenant(), state))))
              .toList(),
          AT_MOST.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return tenants.stream()
        .map(
            tenant ->
                Optional.ofNullable(states.get(tenant.name()))
                    .orElseGet(
                        () ->
                            TenantState.unread(
                                tenant.name(),
                                "not read within " + AT_MOST.toSeconds() + " s; ask again")))
        .toList();
  }

  /** Those that differ in nothing but their schema are read together. */
  private static Collection<List<Tenant>> databases(List<Tenant> tenants) {
    return tenants.stream()
        .collect(
            Collectors.groupingBy(Tenant::withoutSchema, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
