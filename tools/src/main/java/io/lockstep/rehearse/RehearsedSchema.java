package io.lockstep.rehearse;

import io.lockstep.fingerprint.Fingerprint;
import java.util.Optional;

/**
 * The result of migrations in an empty schema.
 *
 * @param server the major version of the PostgreSQL on which they ran
 * @param versions the schema after the versioned migrations
 * @param repeatables the schema after the repeatables and the callbacks that come last, too; empty
 *     if there are none, or they can't run here
 */
public record RehearsedSchema(
    int server, Fingerprint versions, Optional<Fingerprint> repeatables) {}
