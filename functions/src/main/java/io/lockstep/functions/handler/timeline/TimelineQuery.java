package io.lockstep.functions.handler.timeline;

import org.jspecify.annotations.Nullable;

/**
 * The question of {@code /runs} and {@code /runs/17} for people.
 *
 * @param run the run to show; null for a list
 * @param before the run or step that comes after the last one; null for the newest
 */
public record TimelineQuery(@Nullable Integer run, @Nullable Integer before) {}
