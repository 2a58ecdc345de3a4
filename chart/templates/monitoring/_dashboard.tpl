{{/* Panels of the dashboard, as YAML: title, query, legend and kind. Its variables are Grafana's. */}}
{{- define "lockstep.dashboard.panels" -}}
- {title: Database can be read, query: lockstep_database_up, legend: '{{ `{{pod}}` }}', kind: stat}
- {title: Last run reached its target, query: lockstep_last_run_success, legend: '{{ `{{pod}}` }}', kind: stat}
- {title: How the last run ended, query: lockstep_last_run_result == 1, legend: '{{ `{{result}}` }}', kind: stat}
- {title: Lock held for, query: lockstep_lock_held_seconds, legend: '{{ `{{pod}}` }}', kind: timeseries, unit: s}
- {title: Migrations applied, query: lockstep_migrations_applied, legend: '{{ `{{app}}` }}', kind: timeseries}
- {title: Migrations pending, query: lockstep_migrations_pending, legend: '{{ `{{app}}` }}', kind: timeseries}
- {title: 'Migrations changed, unknown or unfinished', query: 'lockstep_migrations_changed or lockstep_migrations_unknown or lockstep_migrations_unfinished', legend: '{{ `{{__name__}} {{app}}` }}', kind: timeseries}
- {title: What verify found, query: 'lockstep_last_verification_differences or lockstep_last_verification_findings', legend: '{{ `{{__name__}}` }}', kind: timeseries}
- {title: Tenants whose last run failed, query: lockstep_tenant_last_run_success == 0, legend: '{{ `{{tenant}}` }}', kind: timeseries}
{{- end }}

{{/*
Grafana's JSON. Each release has one, whose uid, title and file are its own: of two that are the same Grafana takes neither.
Another release can be chosen on the page, too.
*/}}
{{- define "lockstep.dashboard" -}}
{{- $source := dict "type" "prometheus" "uid" "${datasource}" -}}
{{- $own := include "lockstep.alerts.alias" . | printf `${1}{namespace="$$namespace", app_kubernetes_io_instance="$$release"%s}` -}}
{{- $panels := list -}}
{{- range $i, $panel := include "lockstep.dashboard.panels" . | fromYamlArray -}}
{{- $target := dict "datasource" $source "refId" "A" "legendFormat" $panel.legend
    "expr" (regexReplaceAll "\\b(lockstep_[a-z_]+)" $panel.query $own) -}}
{{- $place := dict "h" 8 "w" 8 "x" (mul 8 (mod $i 3)) "y" (mul 8 (div $i 3)) -}}
{{- $panels = append $panels (dict "id" (add1 $i) "title" $panel.title "type" $panel.kind "datasource" $source
    "gridPos" $place "targets" (list $target)
    "fieldConfig" (dict "defaults" (dict "unit" ($panel.unit | default "none")) "overrides" list)) -}}
{{- end -}}
{{- $variables := list (dict "name" "datasource" "type" "datasource" "query" "prometheus") -}}
{{- $chosen := dict "namespace" (include "lockstep.namespace" .) "release" .Release.Name -}}
{{- range $name, $query := dict "namespace" "label_values(lockstep_database_up, namespace)"
    "release" `label_values(lockstep_database_up{namespace="$namespace"}, app_kubernetes_io_instance)` -}}
{{- $value := get $chosen $name -}}
{{- $variables = append $variables (dict "name" $name "type" "query" "datasource" $source "query" $query "refresh" 2
    "current" (dict "text" $value "value" $value)) -}}
{{- end -}}
{{- $place := printf "%s/%s" $chosen.namespace (include "lockstep.fullname" .) -}}
{{- toPrettyJson (dict "title" (printf "Lockstep: %s" $place)
    "uid" (sha256sum $place | trunc 16 | printf "lockstep-%s") "tags" (list "lockstep") "schemaVersion" 39 "refresh" "30s"
    "time" (dict "from" "now-6h" "to" "now")
    "templating" (dict "list" $variables) "panels" $panels) -}}
{{- end }}
