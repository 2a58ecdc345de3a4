package io.lockstep.fingerprint.recorded;

import io.lockstep.fingerprint.Drift;

/**
 * The differences from a stored fingerprint.
 *
 * @param run the run that recorded it
 * @param inParts true if it is stored unit by unit, as that of a large schema is
 */
public record RecordedDrift(long run, boolean inParts, Drift drift) {}
