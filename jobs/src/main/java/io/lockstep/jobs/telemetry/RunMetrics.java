package io.lockstep.jobs.telemetry;

import io.lockstep.RunResult;
import io.lockstep.run.report.RunEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** Counts runs by their result, and how long steps and waits for the lock take, in seconds. */
final class RunMetrics {
  /** OpenTelemetry's attribute, which tells the databases of many tenants apart. */
  static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");

  private static final AttributeKey<String> RESULT = AttributeKey.stringKey("lockstep.result");
  private static final AttributeKey<String> APP = AttributeKey.stringKey("lockstep.app");
  private static final AttributeKey<String> ACTION = AttributeKey.stringKey("lockstep.action");
  private static final double NANOS = 1e9;

  /** Bounds for steps that take milliseconds, and for those that take an hour. */
  private static final List<Double> SECONDS =
      List.of(0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0);

  private final LongCounter runs;
  private final DoubleHistogram steps;
  private final DoubleHistogram waits;
  private String namespace = "";
  private long waitBegan;
  private long stepBegan;
  private Attributes step = Attributes.empty();

  RunMetrics(Meter meter) {
    this.runs =
        meter
            .counterBuilder("lockstep.runs")
            .setDescription("Runs by their result.")
            .setUnit("{run}")
            .build();
    this.steps = histogram(meter, "lockstep.step.duration", "How long steps take.");
    this.waits = histogram(meter, "lockstep.lock.wait", "How long runs wait for the lock.");
  }

  private static DoubleHistogram histogram(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setDescription(description)
        .setUnit("s")
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  void on(RunEvent event) {
    if (event instanceof RunEvent.Began began) {
      namespace = namespace(began.database());
    } else if (event instanceof RunEvent.WaitBegan) {
      waitBegan = System.nanoTime();
    } else if (event instanceof RunEvent.WaitEnded) {
      waits.record(since(waitBegan));
    } else if (event instanceof RunEvent.StepBegan began) {
      stepBegan = System.nanoTime();
      step = Attributes.of(APP, began.app(), ACTION, began.action().toString());
    } else if (event instanceof RunEvent.StepEnded ended) {
      RunResult result = ended.error().isPresent() ? RunResult.FAILED : RunResult.DONE;
      steps.record(since(stepBegan), step.toBuilder().put(RESULT, result.toString()).build());
    } else if (event instanceof RunEvent.Ended ended) {
      runs.add(1, Attributes.of(RESULT, ended.result().toString(), NAMESPACE, namespace));
    }
  }

  static String namespace(RunEvent.Database database) {
    return database.name() + "|" + database.schema();
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / NANOS;
  }
}
