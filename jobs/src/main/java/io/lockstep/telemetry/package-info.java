/** Tells an OpenTelemetry collector of runs and steps, where one is configured. */
@NullMarked
package io.lockstep.telemetry;

import org.jspecify.annotations.NullMarked;
