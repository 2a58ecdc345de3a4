package io.lockstep.jobs.functions;

import io.lockstep.plan.PlanOptions;
import java.util.List;

/** The targets to plan, as the user wrote them, and the ways out of a refusal. */
public record PlanRequest(List<String> targets, PlanOptions options) {}
