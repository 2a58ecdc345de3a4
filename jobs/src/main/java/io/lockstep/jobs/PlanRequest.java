package io.lockstep.jobs;

import io.lockstep.plan.PlanOptions;
import java.util.List;

/** The targets to plan, as the user wrote them, and the ways out of a refusal. */
record PlanRequest(List<String> targets, PlanOptions options) {}
