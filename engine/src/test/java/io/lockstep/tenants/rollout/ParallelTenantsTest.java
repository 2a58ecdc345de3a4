package io.lockstep.tenants.rollout;

import static io.lockstep.tenants.rollout.Tenancy.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lockstep.Asking;
import io.lockstep.ExitCode;
import io.lockstep.LogContext;
import io.lockstep.Patience;
import io.lockstep.ProcessClock;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.database.Reader;
import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.lockstep.tenants.Tenant;
import io.lockstep.tenants.TenantList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Several databases at once, in one process. */
class ParallelTenantsTest {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<Logger> loggers =
      Stream.of("io.lockstep.run", "io.lockstep.tenants", "io.lockstep.lock.MigrationLock")
          .map(name -> (Logger) LoggerFactory.getLogger(name))
          .toList();
  private final ProcessClock clock = new ProcessClock(() -> Duration.ZERO);
  @TempDir private Path db;
  private Tenancy tenancy;

  @BeforeEach
  void fourTenants() {
    tenancy = new Tenancy(db, "a", "b", "c", "d");
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    loggers.forEach(
        logger -> {
          logger.setLevel(Level.INFO);
          logger.addAppender(lines);
        });
  }

  @AfterEach
  void noMoreLines() {
    loggers.forEach(
        logger -> {
          logger.detachAppender(lines);
          logger.setLevel(null);
        });
  }

  @Test
  void databases_of_one_server_set_one_reader_s_password_at_once() {
    String[] names = IntStream.range(0, 16).mapToObj(i -> "t" + i).toArray(String[]::new);
    Tenancy many = new Tenancy(db, names);
    Reader reader = new Reader("reader_" + many.own.name(), "secret");
    for (int times = 0; times < 2; times++) {
      TenantsReport report =
          many.rollout(clock, many.tenants(), RunListener.NONE, names.length)
              .run(
                  new TenantsRequest(
                      Asking.with(reader, "main 1"), Set.of(), RolloutStage.ALL, Optional.empty()));
      assertThat(report.problem()).isEmpty();
    }
  }

  @Test
  void two_runs_are_under_way_at_once() {
    CyclicBarrier both = new CyclicBarrier(2);
    assertThat(results(run(steps(() -> meet(both)), 2))).containsOnly("done");
    assertThat(both.isBroken()).isFalse();
  }

  @Test
  void no_more_runs_are_under_way_than_were_asked_for() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    run(event -> threads.add(Thread.currentThread()), 3);
    assertThat(threads).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void one_that_fails_stops_no_other_and_the_report_has_the_order_of_the_list() {
    tenancy.spoil("b");
    TenantsReport report = run(RunListener.NONE, 4);
    assertThat(report.tenants())
        .extracting(TenantReport::tenant)
        .containsExactly("a", "b", "c", "d");
    assertThat(results(report)).containsExactly("done", "failed", "done", "done");
  }

  @Test
  void one_whose_password_can_t_be_read_stops_no_other() {
    Tenant without =
        new Tenant(
            "a",
            Optional.empty(),
            Optional.empty(),
            Optional.of(tenancy.databases.get("a").name()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("/nowhere/password"),
            Optional.empty());
    for (Optional<Integer> parallel : List.of(Optional.<Integer>empty(), Optional.of(1))) {
      TenantsReport report =
          new TenantRollout(
                  new Connector(tenancy.own.settings(), clock, Duration.ZERO),
                  own -> TenantList.of(own.settings(), List.of(without, tenancy.tenants().get(1))),
                  CatalogReader.read(db),
                  clock,
                  RunListener.NONE,
                  parallel)
              .run(request(RolloutStage.ALL, Optional.empty()));
      assertThat(report.tenants())
          .extracting(TenantReport::exitCode)
          .containsExactly(ExitCode.USAGE.code(), 0);
    }
  }

  @Test
  void all_canaries_must_succeed_before_the_rest_begins() {
    tenancy.spoil("b");
    TenantsReport report = run(RunListener.NONE, 4, "a", "b");
    assertThat(results(report)).containsExactly("done", "failed");
    assertThat(report.notBegun()).containsExactly("c", "d");
    assertThat(tenancy.at("c")).isEqualTo("zero");
  }

  @Test
  void a_tenant_s_line_is_said_when_it_ends_while_others_are_under_way() {
    CountDownLatch said = new CountDownLatch(1);
    RunListener waitsInD =
        event -> {
          if (event instanceof RunEvent.Began began
              && began.database().name().equals(tenancy.databases.get("d").name())) {
            Patience.await().until(() -> ended().size() == 3);
            said.countDown();
          }
        };
    run(waitsInD, 2);
    assertThat(said.getCount()).isZero();
    assertThat(ended()).hasSize(4).last().asString().startsWith("tenant d: done");
  }

  @Test
  void lines_of_runs_beside_each_other_say_whose_they_are() {
    run(RunListener.NONE, 4);
    assertThat(lines())
        .filteredOn(line -> line.getLoggerName().equals("io.lockstep.run"))
        .isNotEmpty()
        .allMatch(line -> line.getMDCPropertyMap().containsKey(LogContext.TENANT));
    assertThat(lines())
        .filteredOn(line -> line.getFormattedMessage().contains("lock obtained"))
        .extracting(line -> line.getMDCPropertyMap().get(LogContext.TENANT))
        .containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void sigterm_ends_those_under_way_and_the_others_are_not_begun() {
    CyclicBarrier both = new CyclicBarrier(2);
    RunListener stops =
        steps(
            () -> {
              meet(both);
              clock.stop();
            });
    TenantsReport report = run(stops, 2);
    assertThat(results(report)).containsExactly("stopped", "stopped");
    assertThat(report.notBegun()).containsExactly("c", "d");
    assertThat(report.problem().orElseThrow().exit()).isEqualTo(ExitCode.TERMINATED);
    assertThat(report.line()).isEqualTo("4 tenants: 2 stopped, 2 not begun");
  }

  @Test
  void sigterm_between_two_tenants_with_nothing_to_do_is_heard() {
    run(RunListener.NONE, 4);
    RunListener stops =
        event -> {
          if (event instanceof RunEvent.Ended) {
            clock.stop();
          }
        };
    TenantsReport report = run(stops, 1);
    assertThat(results(report)).containsExactly("nothing to do", "stopped");
    assertThat(report.notBegun()).containsExactly("c", "d");
  }

  @Test
  void databases_are_verified_beside_each_other_and_told_one_at_a_time() {
    run(RunListener.NONE, 4);
    tenancy.databases.get("c").jdbc().sql("create table by_hand ()").update();
    Set<String> telling = ConcurrentHashMap.newKeySet();
    TenantsVerification found =
        tenancy
            .verifier(
                clock,
                tenancy.tenants(),
                tenant -> {
                  assertThat(telling).isEmpty();
                  telling.add(tenant.tenant());
                  telling.remove(tenant.tenant());
                },
                4)
            .run(List.of("main latest"), false);
    assertThat(found.tenants())
        .extracting(TenantVerification::exitCode)
        .containsExactly(0, 0, ExitCode.REFUSED.code(), 0);
  }

  @Test
  void without_a_number_the_server_s_free_connections_decide() {
    assertThat(Parallelism.byConnections(100)).isEqualTo(25);
    assertThat(Parallelism.byConnections(3)).isEqualTo(1);
    assertThat(Parallelism.byConnections(-2)).isEqualTo(1);
    Connector own = new Connector(tenancy.own.settings(), clock, Duration.ZERO);
    int found = new Parallelism(own, clock, Optional.empty()).of(tenancy.tenants());
    assertThat(found).isBetween(1, Math.min(4, 2 * Runtime.getRuntime().availableProcessors()));
    tenancy.own.jdbc().sql("create role few login superuser connection limit 5").update();
    Connector few = own.to(tenancy.own.settings("few"));
    assertThat(new Parallelism(few, clock, Optional.empty()).of(tenancy.tenants())).isEqualTo(1);
  }

  private TenantsReport run(RunListener listener, int parallel, String... canaries) {
    return tenancy
        .rollout(clock, tenancy.tenants(), listener, parallel)
        .run(request(RolloutStage.ALL, Optional.empty(), canaries));
  }

  private static RunListener steps(Runnable first) {
    return event -> {
      if (event instanceof RunEvent.StepBegan step && step.number() == 1) {
        first.run();
      }
    };
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those of our threads: other tests run beside this one. */
  private List<ILoggingEvent> lines() {
    return lines.list.stream()
        .filter(line -> line.getThreadName().startsWith("lockstep-tenants-"))
        .toList();
  }

  private List<String> ended() {
    return lines().stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.matches("tenant [a-d]: (done|failed|stopped).*"))
        .toList();
  }

  private static List<String> results(TenantsReport report) {
    return report.tenants().stream().map(tenant -> tenant.result().toString()).toList();
  }
}
