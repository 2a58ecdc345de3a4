package io.lockstep.jobs.functions;

import java.util.List;

/** The targets whose status is asked for. */
public record StatusRequest(List<String> targets) {}
