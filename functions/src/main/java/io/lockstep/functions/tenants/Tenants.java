package io.lockstep.functions.tenants;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lockstep.LockstepException;
import io.lockstep.catalog.Catalog;
import io.lockstep.functions.snapshot.FailureKind;
import io.lockstep.functions.snapshot.ReadOnlyDatabase;
import io.lockstep.tenants.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the states of all tenants, eight at a time, once for all who ask: they are shared until
 * they are 5 s old, and reading takes at most 15 s.
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
   */
  public Tenants(TenantSource source, ReadOnlyDatabase database, Catalog catalog) {
    this.source = source;
    this.database = database;
    this.reader = new TenantStateReader(source, catalog);
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
    try {
      List<Future<TenantState>> looks =
          threads.invokeAll(
              tenants.stream()
                  .<Callable<TenantState>>map(tenant -> () -> reader.read(tenant))
                  .toList(),
              AT_MOST.toMillis(),
              TimeUnit.MILLISECONDS);
      List<TenantState> states = new ArrayList<>();
      for (int i = 0; i < looks.size(); i++) {
        states.add(state(tenants.get(i), looks.get(i)));
      }
      return List.copyOf(states);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static TenantState state(Tenant tenant, Future<TenantState> look)
      throws InterruptedException {
    try {
      return look.get();
    } catch (CancellationException e) {
      return TenantState.unread(
          tenant.name(), "not read within " + AT_MOST.toSeconds() + " s; ask again");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
