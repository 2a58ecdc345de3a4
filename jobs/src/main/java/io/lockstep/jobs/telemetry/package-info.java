/** Tells an OpenTelemetry collector of runs and steps, where one is configured. */
@NullMarked
package io.lockstep.jobs.telemetry;

import org.jspecify.annotations.NullMarked;
