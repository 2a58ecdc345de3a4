package io.lockstep.functions.handler;

import io.lockstep.functions.handler.query.EmptyQuery;
import io.lockstep.functions.http.FunctionHandler;
import io.lockstep.functions.http.HttpQuery;
import io.lockstep.functions.metrics.Metrics;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** {@code /metrics}: the state of the database as Prometheus' text. */
public final class MetricsHandler extends FunctionHandler<EmptyQuery, String> {
  private static final MediaType PROMETHEUS =
      MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

  private final Metrics metrics;

  /** Reads from these. */
  public MetricsHandler(Metrics metrics) {
    super("metrics", PROMETHEUS, EmptyQuery.class, String.class, HttpStatus.BAD_REQUEST);
    this.metrics = metrics;
  }

  @Override
  protected EmptyQuery query(HttpQuery query) {
    return EmptyQuery.of(query);
  }

  @Override
  public String apply(EmptyQuery query) {
    return metrics.text();
  }
}
