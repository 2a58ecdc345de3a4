package io.lockstep.jobs.telemetry;

import io.lockstep.run.report.RunEvent;
import io.lockstep.run.report.RunListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as spans: {@code lockstep.run}, and in it {@code lockstep.wait_for_lock} and a {@code
 * lockstep.step} for each. If TRACEPARENT is set (W3C Trace Context, as a variable), the run is a
 * part of that trace.
 */
final class RunSpans implements RunListener {
  private final Tracer tracer;
  private final RunMetrics metrics;
  private final Context parent;
  private final List<String> apps = new ArrayList<>();
  private Span run = Span.getInvalid();
  private Span wait = Span.getInvalid();
  private Span step = Span.getInvalid();

  RunSpans(OpenTelemetry telemetry, Map<String, String> environment) {
    this.tracer = telemetry.getTracer("io.lockstep");
    this.metrics = new RunMetrics(telemetry.getMeter("io.lockstep"));
    this.parent =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), environment, new Variables());
  }

  @Override
  public void on(RunEvent event) {
    metrics.on(event);
    if (event instanceof RunEvent.Began began) {
      began(began);
    } else if (event instanceof RunEvent.WaitBegan) {
      wait = child("lockstep.wait_for_lock");
    } else if (event instanceof RunEvent.WaitEnded ended) {
      if (!ended.obtained()) {
        wait.setStatus(StatusCode.ERROR, "the lock was not obtained");
      }
      wait.end();
    } else if (event instanceof RunEvent.TargetBegan target) {
      target(target);
    } else if (event instanceof RunEvent.StepBegan began) {
      stepBegan(began);
    } else if (event instanceof RunEvent.StepEnded ended) {
      ended.error().ifPresent(error -> step.setStatus(StatusCode.ERROR, error));
      step.end();
    } else if (event instanceof RunEvent.Ended ended) {
      ended(ended);
    }
  }

  private void began(RunEvent.Began began) {
    apps.clear();
    run =
        tracer
            .spanBuilder("lockstep.run")
            .setParent(parent)
            .setAllAttributes(attributes(began.database()))
            .setAttribute("lockstep.target", began.targets())
            .setAttribute("lockstep.holder", began.holder())
            .startSpan();
    began.release().ifPresent(name -> run.setAttribute("lockstep.release", name));
    began.revision().ifPresent(number -> run.setAttribute("lockstep.revision", number));
    began.generation().ifPresent(id -> run.setAttribute("lockstep.generation", id));
  }

  /**
   * By OpenTelemetry's names.
   *
   * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/postgresql">PostgreSQL's
   *     semantic conventions</a>
   */
  private static Attributes attributes(RunEvent.Database database) {
    return Attributes.builder()
        .put("db.system.name", "postgresql")
        .put(RunMetrics.NAMESPACE, RunMetrics.namespace(database))
        .put("server.address", database.host())
        .put("server.port", database.port())
        .build();
  }

  /** Several targets as one: all their apps, from the start of the first to the end of the last. */
  private void target(RunEvent.TargetBegan target) {
    if (apps.isEmpty()) {
      run.setAttribute("lockstep.from", target.from());
    }
    if (!apps.contains(target.app())) {
      apps.add(target.app());
    }
    run.setAttribute("lockstep.app", String.join(", ", apps));
    run.setAttribute("lockstep.to", target.to());
  }

  private void stepBegan(RunEvent.StepBegan began) {
    step =
        child("lockstep.step")
            .setAttribute("lockstep.app", began.app())
            .setAttribute("lockstep.action", began.action().toString())
            .setAttribute("lockstep.script", began.script())
            .setAttribute("lockstep.transaction", began.transaction())
            .setAttribute("lockstep.step", began.number())
            .setAttribute("lockstep.steps", began.of());
  }

  private void ended(RunEvent.Ended ended) {
    run.setAttribute("lockstep.result", ended.result().toString());
    run.setAttribute("lockstep.exit_code", ended.exit().code());
    ended.reason().ifPresent(reason -> run.setStatus(StatusCode.ERROR, reason));
    run.end();
  }

  private Span child(String name) {
    return tracer.spanBuilder(name).setParent(parent.with(run)).startSpan();
  }

  /** Header names as names of variables: traceparent is TRACEPARENT. */
  private static final class Variables implements TextMapGetter<Map<String, String>> {
    @Override
    public @Nullable String get(@Nullable Map<String, String> environment, String key) {
      return environment == null ? null : environment.get(key.toUpperCase(Locale.ROOT));
    }
  }
}
