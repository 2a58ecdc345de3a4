package io.lockstep.fingerprint.recorded;

import io.lockstep.fingerprint.Drift;

/**
 * The differences from a stored fingerprint.
 *
 * @param run the run that recorded it
 */
public record RecordedDrift(long run, Drift drift) {}
