package io.lockstep.history;

/**
 * An undo script as it was when its migration was applied.
 *
 * @param script its file's name then
 * @param sql its text
 * @param noTransaction whether it runs outside a transaction
 */
public record StoredUndo(String script, String sql, boolean noTransaction) {}
