package io.lockstep.telemetry;

import io.lockstep.run.RunListener;
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
  private static final int PATIENCE_SECONDS = 2;
  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  /**
   * Held here, or its level could be forgotten. The SDK logs by java.util.logging, in a format of
   * its own; what matters to a user we say ourselves.
   */
  private static final java.util.logging.Logger SDK_LOG =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private OtlpTelemetry() {}

  /** Starts it; variables that it can't understand are said, and turn it off. */
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
      return new Telemetry(new RunSpans(sdk, environment), () -> flush(sdk));
    } catch (RuntimeException e) {
      log.warn("telemetry is off: {}", innermost(e).getMessage());
      log.debug("telemetry is off", e);
      return new Telemetry(RunListener.NONE, () -> {});
    }
  }

  /**
   * OTEL_ variables as the SDK's properties, and what we want where they say nothing: HTTP, which
   * is the one protocol on board, and no signal that has nowhere to go.
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

  /** What the SDK wraps as an unexpected error says what to mend. */
  private static Throwable innermost(Throwable thrown) {
    return thrown.getCause() == null ? thrown : innermost(thrown.getCause());
  }

  /** On a thread of its own, so that whatever it hangs in, we go on. */
  private static void flush(OpenTelemetrySdk sdk) {
    CompletableFuture<Boolean> flushed = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> flushed.complete(isDelivered(sdk)), "lockstep-telemetry-flush");
    thread.setDaemon(true);
    thread.start();
    try {
      if (!flushed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        undelivered("the collector did not take it");
      }
    } catch (TimeoutException e) {
      undelivered("the collector did not answer within " + PATIENCE_SECONDS + " s");
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
        .join(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .isSuccess();
  }

  private static void undelivered(String why) {
    log.warn("telemetry was not delivered: {}; the run itself is not affected", why);
  }
}
