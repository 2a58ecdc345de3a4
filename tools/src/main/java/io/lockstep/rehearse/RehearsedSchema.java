package io.lockstep.rehearse;

import io.lockstep.fingerprint.Fingerprint;
import java.util.Optional;

/**
 * What migrations make of an empty schema.
 *
 * @param server the major version of the PostgreSQL on which it was tried
 * @param versions after the versioned migrations
 * @param repeatables after the repeatables, too; empty if there are none, or they can't run here
 */
public record RehearsedSchema(
    int server, Fingerprint versions, Optional<Fingerprint> repeatables) {}
