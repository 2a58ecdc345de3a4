package io.lockstep.functions.handler.query;

import org.jspecify.annotations.Nullable;

/**
 * The question of {@code /migrations}.
 *
 * @param app only this app; all of them if null
 */
public record MigrationsQuery(@Nullable String app) {}
