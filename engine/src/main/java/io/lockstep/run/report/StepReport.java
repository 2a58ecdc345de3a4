package io.lockstep.run.report;

/**
 * One step that was carried out.
 *
 * @param action apply, undo or repeat
 * @param script the script's name
 * @param millis how long it took
 */
public record StepReport(String app, String action, String script, long millis) {}
