package io.lockstep.jobs;

import java.util.List;

/** The targets whose status is asked for. */
record StatusRequest(List<String> targets) {}
