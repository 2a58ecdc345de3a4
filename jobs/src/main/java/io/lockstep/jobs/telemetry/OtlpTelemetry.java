package io.lockstep.jobs.telemetry;

import io.lockstep.run.report.RunListener;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenTelemetry's SDK, configured by its own variables. */
final class OtlpTelemetry {
  private static final Logger log = LoggerFactory.getLogger("io.lockstep.telemetry");
  private static final int FLUSH_SECONDS = 2;
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  /**
   * Held in a field, since java.util.logging may collect a logger and forget its level. The SDK
   * logs in a format of its own; this class logs the messages that matter to a user.
   */
  private static final java.util.logging.Logger SDK_LOG =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private OtlpTelemetry() {}

  /** Starts the SDK; variables that it can't read are logged, and turn telemetry off. */
  static Telemetry start(Map<String, String> environment) {
    SDK_LOG.setLevel(Level.OFF);
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(() -> properties(environment))
              .addResourceCustomizer((resource, config) -> named(resource))
              .build()
              .getOpenTelemetrySdk();
      // A run tells all on its own thread, and several may run at once.
      ThreadLocal<RunListener> spans =
          ThreadLocal.withInitial(() -> new RunSpans(sdk, environment));
      return new Telemetry(event -> spans.get().on(event), () -> flush(sdk));
    } catch (RuntimeException e) {
      log.warn("telemetry is off: {}", innermost(e).getMessage());
      log.debug("telemetry is off", e);
      return new Telemetry(RunListener.NONE, () -> {});
    }
  }

  /**
   * The OTEL_ variables as the SDK's properties, with defaults: HTTP, which is the only protocol on
   * the class path, and no signal without an endpoint.
   */
  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    properties.put("otel.logs.exporter", "none");
    if (!Telemetry.hasEndpoint(environment, Telemetry.TRACES_ENDPOINT)) {
      properties.put("otel.traces.exporter", "none");
    }
    if (!Telemetry.hasEndpoint(environment, Telemetry.METRICS_ENDPOINT)) {
      properties.put("otel.metrics.exporter", "none");
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }

  private static Resource named(Resource resource) {
    String name = resource.getAttribute(SERVICE_NAME);
    return name == null || name.startsWith("unknown_service")
        ? resource.merge(Resource.create(Attributes.of(SERVICE_NAME, "lockstep")))
        : resource;
  }

  /** The SDK wraps the exception that says what to fix. */
  private static Throwable innermost(Throwable thrown) {
    return thrown.getCause() == null ? thrown : innermost(thrown.getCause());
  }

  /** Flushes on a thread of its own, so that the run ends even if the SDK hangs. */
  private static void flush(OpenTelemetrySdk sdk) {
    CompletableFuture<Boolean> flushed = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> flushed.complete(isDelivered(sdk)), "lockstep-telemetry-flush");
    thread.setDaemon(true);
    thread.start();
    try {
      if (!flushed.get(FLUSH_SECONDS, TimeUnit.SECONDS)) {
        undelivered("the collector did not take it");
      }
    } catch (TimeoutException e) {
      undelivered("the collector did not answer within " + FLUSH_SECONDS + " s");
    } catch (ExecutionException e) {
      undelivered(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isDelivered(OpenTelemetrySdk sdk) {
    return CompletableResultCode.ofAll(
            List.of(
                sdk.getSdkTracerProvider().forceFlush(), sdk.getSdkMeterProvider().forceFlush()))
        .join(FLUSH_SECONDS, TimeUnit.SECONDS)
        .isSuccess();
  }

  private static void undelivered(String why) {
    log.warn("telemetry was not delivered: {}; the run itself is not affected", why);
  }
}
