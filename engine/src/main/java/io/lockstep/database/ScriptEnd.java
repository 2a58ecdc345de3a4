package io.lockstep.database;

import java.util.Optional;

/**
 * What is there when a script has ended.
 *
 * @param transaction the number of the transaction that is open now, if it has one
 * @param there whether the table is that was asked for
 */
public record ScriptEnd(Optional<Long> transaction, boolean there) {}
