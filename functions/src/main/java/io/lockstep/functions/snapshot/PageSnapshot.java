package io.lockstep.functions.snapshot;

import io.lockstep.audit.step.HistoryRuns;

/**
 * What the page shows, read at one moment.
 *
 * @param deployment with its revision, where one is known
 * @param runs which run has made which rows of the histories
 */
public record PageSnapshot(Snapshot state, Deployment deployment, HistoryRuns runs) {}
