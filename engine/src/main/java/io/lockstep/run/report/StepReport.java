package io.lockstep.run.report;

/**
 * A step that has committed.
 *
 * @param action apply, undo or repeat
 * @param script the script's name
 * @param millis its duration
 */
public record StepReport(String app, String action, String script, long millis) {}
