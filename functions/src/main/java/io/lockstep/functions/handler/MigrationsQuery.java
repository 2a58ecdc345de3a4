package io.lockstep.functions.handler;

import org.jspecify.annotations.Nullable;

/**
 * What {@code migrations} is asked.
 *
 * @param app only this app; all of them if null
 */
public record MigrationsQuery(@Nullable String app) {}
