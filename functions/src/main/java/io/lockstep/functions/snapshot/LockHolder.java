package io.lockstep.functions.snapshot;

import java.time.Instant;

/** Who holds the migration lock, and since when. */
public record LockHolder(String name, Instant since) {}
