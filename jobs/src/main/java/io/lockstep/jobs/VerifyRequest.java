package io.lockstep.jobs;

import java.util.List;

/**
 * What {@code verify} takes.
 *
 * @param targets that shall be reached, if any
 * @param record whether to write into the database what was found
 */
record VerifyRequest(List<String> targets, boolean record) {}
