package io.lockstep.jobs;

import java.util.List;

/** What {@code verify} takes: the targets that shall be reached, if any. */
public record VerifyRequest(List<String> targets) {}
