package io.lockstep.jobs.telemetry;

import io.lockstep.run.report.RunListener;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Spans and metrics of runs by OTLP, on where OpenTelemetry's own variables name an endpoint
 * (OpenTelemetry specification, "OTLP Exporter Configuration"). Where they don't, no class of
 * OpenTelemetry is loaded.
 *
 * <p>No run fails because of telemetry. A run waits for it at its end, for at most two seconds.
 */
public final class Telemetry implements AutoCloseable {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  static final String METRICS_ENDPOINT = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
  private static final String DISABLED = "OTEL_SDK_DISABLED";

  private final RunListener listener;
  private final Runnable flush;

  Telemetry(RunListener listener, Runnable flush) {
    this.listener = listener;
    this.flush = flush;
  }

  /** Telemetry as the environment configures it. */
  public static Telemetry of(Map<String, String> environment) {
    return isWanted(environment)
        ? OtlpTelemetry.start(environment)
        : new Telemetry(RunListener.NONE, () -> {});
  }

  private static boolean isWanted(Map<String, String> environment) {
    return Stream.of(ENDPOINT, TRACES_ENDPOINT, METRICS_ENDPOINT)
            .anyMatch(name -> isSet(environment, name))
        && !environment.getOrDefault(DISABLED, "").equalsIgnoreCase("true");
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  /** True if a signal has an endpoint of its own, or there is one for all signals. */
  static boolean hasEndpoint(Map<String, String> environment, String own) {
    return isSet(environment, own) || isSet(environment, ENDPOINT);
  }

  /** The listener to pass to a run. */
  public RunListener listener() {
    return listener;
  }

  /** Sends what has not been sent yet; gives up after two seconds. */
  @Override
  public void close() {
    flush.run();
  }
}
