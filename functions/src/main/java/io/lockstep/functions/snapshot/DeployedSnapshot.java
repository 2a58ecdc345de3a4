package io.lockstep.functions.snapshot;

/**
 * The state of the database and the release that it belongs to, read at one moment.
 *
 * @param deployment with its revision, where one is known
 */
public record DeployedSnapshot(Snapshot state, Deployment deployment) {}
