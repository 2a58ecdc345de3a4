package io.lockstep.plan;

import io.lockstep.catalog.App;
import io.lockstep.catalog.Catalog;
import io.lockstep.catalog.Requirement;
import io.lockstep.history.DatabaseState;
import io.lockstep.plan.contract.AppRuns;
import io.lockstep.plan.contract.ContractLine;
import io.lockstep.targets.Target;

/** The line of each target, and what waits behind that of another app. */
record ContractLines(Catalog catalog, DatabaseState state, PlanOptions options, AppRuns runs) {
  ContractLine of(Target target, App app) {
    return new ContractLine(
        target, app, state, options.phase(), options.command().toString(), runs);
  }

  /** True if the required version waits until old pods are gone. */
  boolean holdBack(Target target, Requirement requirement) {
    return catalog
        .app(requirement.app())
        .filter(app -> of(target, app).holdsBack(requirement.version()))
        .isPresent();
  }
}
