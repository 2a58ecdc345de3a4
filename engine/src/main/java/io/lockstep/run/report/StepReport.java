package io.lockstep.run.report;

import io.lockstep.history.StepAction;

/**
 * A step that has committed.
 *
 * @param script the script's name
 * @param millis its duration
 */
public record StepReport(String app, StepAction action, String script, long millis) {}
