package io.lockstep.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.MigrationFolder;
import io.lockstep.TestDatabase;
import io.lockstep.jobs.telemetry.Collector;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with OpenTelemetry's variables in its environment, and without. */
class TelemetryProcessTest {
  private final TestDatabase database = TestDatabase.create();
  @TempDir private Path db;
  @TempDir private Path logs;
  private LockstepProcess.Launch launch;

  /** On a busy machine the two seconds for which a run waits may not be enough. */
  private static final String TOO_LATE =
      "telemetry was not delivered: the collector did not answer within 2 s; the run itself is not affected";

  @BeforeEach
  void migrations() {
    launch = LockstepProcess.Launch.on(database, new MigrationFolder(db).threeTables().path());
  }

  /** Runs, and returns the classes that were loaded. */
  private String loaded(LockstepProcess.Launch how, String... arguments) throws IOException {
    Path classes = logs.resolve("classes.log");
    List<String> command = new ArrayList<>(ProgramCommand.COMMAND);
    command.add(command.size() - 1, "-Xlog:class+load:file=" + classes);
    command.addAll(List.of(arguments));
    LockstepProcess run = how.runCommand(command).exitsWith(0);
    assertThat(run.err().replace(TOO_LATE, "")).doesNotContain("telemetry", "io.opentelemetry");
    String loaded = Files.readString(classes);
    assertThat(loaded).contains("io.lockstep.run.Lockstep");
    return loaded;
  }

  @Test
  void telemetry_costs_nothing_unless_an_endpoint_is_named() throws IOException {
    try (Collector collector = new Collector()) {
      LockstepProcess.Launch off =
          launch
              .with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
              .with("OTEL_SDK_DISABLED", "true");
      assertThat(loaded(off, "migrate", "main 1"))
          .doesNotContain("io.opentelemetry.", "io.lockstep.jobs.telemetry.OtlpTelemetry");
      assertThat(loaded(launch.with("OTEL_SERVICE_NAME", "shop"), "migrate", "main 2"))
          .doesNotContain("io.opentelemetry.", "io.lockstep.jobs.telemetry.OtlpTelemetry");
      assertThat(collector.spans()).isEmpty();

      LockstepProcess.Launch on = launch.with("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
      for (String target : List.of("main latest", "main 2", "main latest", "main 2")) {
        assertThat(loaded(on, "migrate", target)).contains("io.opentelemetry.");
        if (!collector.spans().isEmpty()) {
          break;
        }
      }
      assertThat(collector.spans())
          .as("of one run, or of one more whose telemetry came late")
          .extracting(Span::getName)
          .contains("lockstep.run", "lockstep.wait_for_lock", "lockstep.step");
    }
  }
}
