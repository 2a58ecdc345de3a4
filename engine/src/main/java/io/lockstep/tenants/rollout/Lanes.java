package io.lockstep.tenants.rollout;

import io.lockstep.database.Settings;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * Works on several databases at once. The tenants of one database are a lane: they go one after the
 * other, since a database lets one run at a time work on it.
 */
final class Lanes {
  private final Queue<List<Tenant>> waiting;
  private final int threads;

  /**
   * @param own the defaults of each tenant
   * @param threads how many lanes are worked on at once
   */
  Lanes(Settings own, List<Tenant> tenants, int threads) {
    this.waiting = new ConcurrentLinkedQueue<>(of(own, tenants));
    this.threads = Math.min(threads, waiting.size());
  }

  /** The tenants of each database, in the order of the list. */
  static Collection<List<Tenant>> of(Settings own, List<Tenant> tenants) {
    Map<TenantDatabase, List<Tenant>> lanes = new LinkedHashMap<>();
    for (Tenant tenant : tenants) {
      lanes.computeIfAbsent(TenantDatabase.of(own, tenant), key -> new ArrayList<>()).add(tenant);
    }
    return lanes.values();
  }

  /** Those tenants of a lane that one session reaches: they differ in nothing but the schema. */
  static Collection<List<Tenant>> bySession(List<Tenant> lane) {
    Map<List<Object>, List<Tenant>> groups = new LinkedHashMap<>();
    for (Tenant tenant : lane) {
      List<Object> login =
          List.of(tenant.user(), tenant.password(), tenant.passwordFile(), tenant.sslmode());
      groups.computeIfAbsent(login, key -> new ArrayList<>()).add(tenant);
    }
    return groups.values();
  }

  /**
   * Calls a function for each lane, on as many threads, and returns when all have ended.
   *
   * @param work must keep what can go wrong to itself: what it throws ends the thread, and then
   *     this call
   */
  void each(Consumer<List<Tenant>> work) {
    if (threads <= 1) {
      workOff(work);
      return;
    }
    List<FutureTask<Boolean>> working = new ArrayList<>();
    for (int number = 1; number <= threads; number++) {
      FutureTask<Boolean> task = new FutureTask<>(() -> workOff(work), true);
      working.add(task);
      Thread thread = new Thread(task, "lockstep-tenants-" + number);
      thread.setDaemon(true);
      thread.start();
    }
    working.forEach(Lanes::await);
  }

  private void workOff(Consumer<List<Tenant>> work) {
    for (List<Tenant> lane = waiting.poll(); lane != null; lane = waiting.poll()) {
      work.accept(lane);
    }
  }

  private static void await(FutureTask<Boolean> task) {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while tenants are worked on", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }
}
