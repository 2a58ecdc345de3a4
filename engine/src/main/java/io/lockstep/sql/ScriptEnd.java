package io.lockstep.sql;

import java.util.Optional;

/**
 * The state after a script has ended.
 *
 * @param transaction the number of the transaction that is open now, if it has one
 * @param there true if the table exists that the caller asked for
 */
public record ScriptEnd(Optional<Long> transaction, boolean there) {}
