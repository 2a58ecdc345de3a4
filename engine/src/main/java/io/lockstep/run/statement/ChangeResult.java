package io.lockstep.run.statement;

import io.lockstep.script.ChangingStatement;

/**
 * What a statement has changed.
 *
 * @param rows how many rows, by the server's count
 */
public record ChangeResult(ChangingStatement statement, long rows) {}
