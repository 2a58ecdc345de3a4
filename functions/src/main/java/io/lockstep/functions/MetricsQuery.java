package io.lockstep.functions;

/** What {@code metrics} is asked: nothing, so far. */
public record MetricsQuery() {}
