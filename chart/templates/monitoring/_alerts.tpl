{{/*
The alerts of docs/operations.md, in its order and words (a test compares them), as YAML: alert, expr, for, severity and
summary. They find all releases, as there; lockstep.alerts.own finds this one's.
*/}}
{{- define "lockstep.alerts" -}}
- alert: LockstepDatabaseDown
  expr: lockstep_database_up == 0
  for: 5m
  severity: page
  summary: The function can't read the database.
- alert: LockstepLastRunFailed
  expr: lockstep_last_run_success == 0
  for: 10m
  severity: page
  summary: The last run did not reach its target; lockstep_last_run_result says how it ended.
- alert: LockstepLockHeld
  expr: lockstep_lock_held_seconds > 1800
  for: 1m
  severity: ticket
  summary: Somebody holds the lock for long, by a slow step or one that waits for a table.
- alert: LockstepUnfinished
  expr: max by (namespace, app_kubernetes_io_instance, app) (lockstep_migrations_unfinished) > 0
  for: 15m
  severity: ticket
  summary: A step without a transaction was cut off.
- alert: LockstepChanged
  expr: max by (namespace, app_kubernetes_io_instance, app) (lockstep_migrations_changed) > 0
  for: 1h
  severity: ticket
  summary: Files aren't what was applied.
- alert: LockstepUnknown
  expr: max by (namespace, app_kubernetes_io_instance, app) (lockstep_migrations_unknown) > 0
  for: 1h
  severity: ticket
  summary: The image is older than the database.
- alert: LockstepPending
  expr: max by (namespace, app_kubernetes_io_instance, app) (lockstep_migrations_pending) > 0 unless on (namespace, app_kubernetes_io_instance) lockstep_lock_held == 1
  for: 1h
  severity: ticket
  summary: What was rolled out doesn't arrive; migrations of this image wait.
- alert: LockstepContractPending
  expr: max by (namespace, app_kubernetes_io_instance, app) (lockstep_contract_pending) > 0
  for: 2h
  severity: ticket
  summary: Contract steps wait for old pods; the Job that should take them has failed, or there is none.
- alert: LockstepDrift
  expr: lockstep_last_verification_differences > 0 or lockstep_last_verification_findings > 0
  severity: ticket
  summary: The schema has drifted, or something is wrong with the history.
- alert: LockstepNotVerified
  expr: time() - lockstep_last_verification_timestamp_seconds > 2 * 86400
  severity: ticket
  summary: Nobody has verified the database for two days.
- alert: LockstepTenantFailed
  expr: lockstep_tenant_up == 0 or lockstep_tenant_last_run_success == 0
  for: 5m
  severity: ticket
  summary: A tenant's database can't be read, or its last run failed.
- alert: LockstepTenantDrift
  expr: lockstep_tenant_last_verification_differences > 0 or lockstep_tenant_last_verification_findings > 0
  for: 5m
  severity: ticket
  summary: A tenant's schema has drifted, or something is wrong with its history.
- alert: LockstepJobFailed
  expr: >-
    kube_job_failed{condition="true"} == 1 and on (namespace, job_name)
    kube_job_labels{label_app_kubernetes_io_name="lockstep", label_app_kubernetes_io_component=~"migrations|check"}
    unless on (namespace, job_name)
    (kube_job_labels{label_app_kubernetes_io_name="lockstep", label_app_kubernetes_io_component="check"} and on (namespace, job_name) time() - kube_job_created > 86400)
  severity: page
  summary: A Job failed for good.
{{- end }}

{{/* Of two dependencies in one release, what tells this one's pods. */}}
{{- define "lockstep.alerts.alias" -}}
{{- if not .Chart.IsRoot }}{{ include "lockstep.name" . | printf ", app_kubernetes_io_name=%q" }}{{ end -}}
{{- end }}

{{/* An expression that finds this release alone. Takes a dict of root and expr. */}}
{{- define "lockstep.alerts.own" -}}
{{- $namespace := printf "namespace=%q" (include "lockstep.namespace" .root) -}}
{{- $release := printf "app_kubernetes_io_instance=%q" .root.Release.Name -}}
{{- $job := printf "kube_job_labels{%s, label_%s, label_app_kubernetes_io_name=%q" $namespace $release (include "lockstep.name" .root) -}}
{{- regexReplaceAll "\\b(lockstep_[a-z_]+)" .expr (printf "${1}{%s, %s%s}" $namespace $release (include "lockstep.alerts.alias" .root))
    | replace "kube_job_labels{label_app_kubernetes_io_name=\"lockstep\"" $job -}}
{{- end }}
