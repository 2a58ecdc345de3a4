package io.lockstep.jobs.telemetry;

import static io.lockstep.Asking.problem;
import static io.lockstep.Asking.targets;
import static io.lockstep.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lockstep.ExitCode;
import io.lockstep.MigrationFolder;
import io.lockstep.ProcessClock;
import io.lockstep.TestDatabase;
import io.lockstep.catalog.CatalogReader;
import io.lockstep.database.Connector;
import io.lockstep.rollout.Rollout;
import io.lockstep.rollout.RolloutContext;
import io.lockstep.run.Lockstep;
import io.lockstep.run.report.MigrateRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, and a collector that reads OTLP. */
class TelemetryTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  /** How long a collector may hold a run up. */
  private static final Duration AT_MOST = Duration.ofSeconds(2);

  /** OpenTelemetry's own time-out, which comes after {@link #AT_MOST} on a busy machine, too. */
  private static final Duration WITHOUT_A_BOUND = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final TestDatabase database = TestDatabase.create();
  private MigrationFolder files;
  private Duration took = Duration.ZERO;

  @BeforeEach
  void files() {
    files = new MigrationFolder(folder).threeTables();
  }

  /** Migrates, and takes the time of the telemetry's end. */
  private void run(Map<String, String> environment, MigrateRequest request) {
    ProcessClock clock = new ProcessClock();
    Connector connector = new Connector(database.settings(), clock, Duration.ofSeconds(10));
    Telemetry telemetry = Telemetry.of(environment);
    try {
      new Lockstep(connector, CatalogReader.read(folder), clock, telemetry.listener())
          .migrate(request);
    } finally {
      long start = System.nanoTime();
      telemetry.close();
      took = Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private static Map<String, String> attributes(Span span) {
    return Collector.attributes(span.getAttributesList());
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Test
  void a_run_is_a_span_with_its_wait_and_its_steps_in_the_trace_that_it_was_given()
      throws IOException {
    files.file("main/V0003__c.sql", "-- lockstep: no-transaction\ncreate table c (id int);");
    try (Collector collector = new Collector()) {
      MigrateRequest plain = targets("main latest");
      run(
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              collector.url(),
              "OTEL_RESOURCE_ATTRIBUTES",
              "deployment.environment.name=test",
              "TRACEPARENT",
              "00-" + TRACE + "-" + PARENT + "-01"),
          new MigrateRequest(
              plain.targets(),
              plain.options(),
              Optional.of(
                  new RolloutContext(
                      new Rollout.Revision("shop", 7),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty())),
              Optional.empty(),
              plain.lockWait(),
              plain.lease(),
              plain.retries()));

      // A busy machine may need more than the two seconds for which a run waits.
      await().until(() -> collector.spans().size() >= 5 && collector.metrics().size() >= 3);
      assertThat(collector.spans())
          .extracting(Span::getName)
          .containsExactly(
              "lockstep.run",
              "lockstep.wait_for_lock",
              "lockstep.step",
              "lockstep.step",
              "lockstep.step");
      assertThat(collector.spans())
          .allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
      Span run = collector.spans().get(0);
      assertThat(hex(run.getParentSpanId())).isEqualTo(PARENT);
      assertThat(collector.spans().subList(1, 5))
          .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(run.getSpanId()));
      assertThat(attributes(run))
          .containsEntry("db.system.name", "postgresql")
          .containsEntry("db.namespace", database.name() + "|public")
          .containsEntry("server.address", "localhost")
          .containsEntry("server.port", String.valueOf(TestDatabase.port()))
          .containsEntry("lockstep.target", "main latest")
          .containsEntry("lockstep.app", "main")
          .containsEntry("lockstep.from", "zero")
          .containsEntry("lockstep.to", "0003")
          .containsEntry("lockstep.release", "shop")
          .containsEntry("lockstep.revision", "7")
          .containsEntry("lockstep.result", "done")
          .containsEntry("lockstep.exit_code", "0")
          .containsKey("lockstep.holder");
      assertThat(attributes(collector.spans().get(4)))
          .containsEntry("lockstep.app", "main")
          .containsEntry("lockstep.action", "apply")
          .containsEntry("lockstep.script", "V0003__c.sql")
          .containsEntry("lockstep.transaction", "false")
          .containsEntry("lockstep.step", "3");
      assertThat(collector.resource())
          .containsEntry("service.name", "lockstep")
          .containsEntry("deployment.environment.name", "test");

      Map<String, Metric> metrics = collector.metrics();
      assertThat(metrics)
          .containsOnlyKeys("lockstep.runs", "lockstep.step.duration", "lockstep.lock.wait");
      NumberDataPoint runs = metrics.get("lockstep.runs").getSum().getDataPoints(0);
      assertThat(runs.getAsInt()).isEqualTo(1);
      assertThat(Collector.attributes(runs.getAttributesList()))
          .containsEntry("lockstep.result", "done")
          .containsEntry("db.namespace", database.name() + "|public");
      assertThat(metrics.get("lockstep.step.duration").getHistogram().getDataPoints(0).getCount())
          .isEqualTo(3);
      assertThat(metrics.get("lockstep.lock.wait").getHistogram().getDataPoints(0).getCount())
          .isEqualTo(1);
    }
  }

  @Test
  void a_step_that_fails_and_its_run_are_errors_with_the_reason() throws IOException {
    files.file("main/V0002__b.sql", "select 1 / 0;");
    try (Collector collector = new Collector()) {
      problem(
          ExitCode.MIGRATION_FAILED,
          () ->
              run(
                  Map.of(
                      "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "OTEL_SERVICE_NAME", "shop"),
                  targets("main latest")));
      await().until(() -> !collector.spans("lockstep.run").isEmpty());
      List<Span> steps = collector.spans("lockstep.step");
      assertThat(steps).hasSize(2);
      assertThat(steps.get(0).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
      assertThat(steps.get(1).getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(steps.get(1).getStatus().getMessage()).contains("division by zero");
      Span run = collector.spans("lockstep.run").get(0);
      assertThat(run.getStatus().getMessage()).contains("V0002__b.sql", "division by zero");
      assertThat(attributes(run))
          .containsEntry("lockstep.result", "failed")
          .containsEntry("lockstep.exit_code", "4");
      assertThat(collector.resource()).containsEntry("service.name", "shop");
    }
  }

  @Test
  void signals_without_an_endpoint_are_not_sent() throws IOException {
    try (Collector collector = new Collector()) {
      run(
          Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.url() + "/v1/traces"),
          targets("main 1"));
      await().until(() -> !collector.spans().isEmpty());
      assertThat(collector.metrics()).isEmpty();
    }
    try (Collector collector = new Collector()) {
      run(
          Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "OTEL_TRACES_EXPORTER", "none"),
          targets("main 1"));
      await().until(() -> !collector.metrics().isEmpty());
      assertThat(collector.spans()).isEmpty();
    }
  }

  @Test
  void a_collector_that_hangs_holds_a_run_up_for_two_seconds_at_most() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      run(
          Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + hanging.getLocalPort()),
          targets("main latest"));
    }
    assertThat(took).isBetween(AT_MOST.minusMillis(100), WITHOUT_A_BOUND);
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0003");
  }

  @Test
  void a_collector_that_is_not_there_or_cannot_be_understood_fails_no_run() {
    String nobody = "http://127.0.0.1:1";
    run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", nobody), targets("main 1"));
    assertThat(took).isLessThan(WITHOUT_A_BOUND);
    run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "not a URL"), targets("main 2"));
    assertThat(took).as("it is off").isLessThan(AT_MOST);
    run(
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", nobody, "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
        targets("main latest"));
    assertThat(database.lockstep(folder).list().apps().get(0).current()).isEqualTo("0003");
  }
}
