/**
 * Brings a PostgreSQL schema to a target, forwards or backwards, one run at a time. Knows neither
 * HTTP nor Kubernetes; {@link io.lockstep.run.Lockstep} is the way in.
 */
@NullMarked
package io.lockstep;

import org.jspecify.annotations.NullMarked;
