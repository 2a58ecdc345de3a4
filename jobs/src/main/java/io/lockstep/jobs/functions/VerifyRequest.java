package io.lockstep.jobs.functions;

import java.util.List;

/**
 * The request for {@code verify}.
 *
 * @param targets that shall be reached, if any
 * @param record whether to write into the database what was found
 */
public record VerifyRequest(List<String> targets, boolean record) {}
