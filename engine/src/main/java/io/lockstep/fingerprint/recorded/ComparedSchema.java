package io.lockstep.fingerprint.recorded;

import io.lockstep.fingerprint.Fingerprint;
import java.util.Optional;

/**
 * A schema beside what is recorded of it. Of a large one, both have only the objects that are not
 * the same, and those that may be unfinished; all others are as recorded.
 *
 * @param recorded empty if nothing is recorded, as by an older Lockstep
 * @param now the present objects
 */
public record ComparedSchema(Optional<RecordedFingerprint> recorded, Fingerprint now) {}
