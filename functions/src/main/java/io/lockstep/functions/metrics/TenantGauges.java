package io.lockstep.functions.metrics;

import io.lockstep.audit.RunEntry;
import io.lockstep.audit.RunState;
import io.lockstep.functions.tenants.TenantState;
import io.lockstep.functions.tenants.TenantStates;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The states of many databases as gauges. The own database has no gauges of migrations then: all of
 * them are pending there.
 */
final class TenantGauges {
  private final TenantStates states;

  TenantGauges(TenantStates states) {
    this.states = states;
  }

  void addTo(Gauges gauges) {
    gauges.add(
        "lockstep_tenants_listed",
        "Whether the list of tenants can be had.",
        states.problem().isEmpty());
    states.tenants().forEach(tenant -> tenant(gauges, tenant));
  }

  private static void tenant(Gauges gauges, TenantState tenant) {
    Labels labels = Labels.of("tenant", tenant.tenant());
    gauges.add(
        "lockstep_tenant_up",
        "Whether a tenant's database can be read.",
        tenant.problem().isEmpty(),
        labels);
    tenant
        .versions()
        .forEach(
            (app, version) ->
                gauges.add(
                    "lockstep_tenant_app_version",
                    "The version that an app of a tenant is at; always 1.",
                    1,
                    Labels.of("app", app, "tenant", tenant.tenant(), "version", version)));
    tenant.lastRun().ifPresent(run -> run(gauges, run, labels));
    tenant
        .verification()
        .ifPresent(
            found ->
                new VerificationGauges(
                        "lockstep_tenant_",
                        "When verify-tenants --record last looked at a tenant.",
                        labels)
                    .addTo(gauges, found));
  }

  /** A run under way has no success yet, neither 0 nor 1. */
  private static void run(Gauges gauges, RunEntry run, Labels labels) {
    gauges.add(
        "lockstep_tenant_last_run_timestamp_seconds",
        "When a tenant's last run ended, or began if it is under way.",
        run.endedAt().orElse(run.startedAt()),
        labels);
    if (!run.running()) {
      gauges.add(
          "lockstep_tenant_last_run_success",
          "Whether a tenant's last run reached its target.",
          run.result() == RunState.DONE,
          labels);
    }
  }
}
