/**
 * Migrates a PostgreSQL schema to a target, forwards or backwards, one run at a time. It knows
 * neither HTTP nor Kubernetes. The entry point is {@link io.lockstep.run.Lockstep}.
 */
@NullMarked
package io.lockstep;

import org.jspecify.annotations.NullMarked;
