package io.lockstep.functions;

/** What {@code page} is asked: nothing, so far. */
public record PageQuery() {}
