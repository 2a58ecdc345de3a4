{{/*
What a policy says beside its ingress: nothing of egress, or DNS, the database and what the values add. A policy can't
name hosts, so an external database is its port anywhere. Takes a dict of root, policy (of the values), and database.
*/}}
{{- define "lockstep.egress" -}}
{{- if .policy.allowExternalEgress -}}
policyTypes: [Ingress]
{{- else -}}
policyTypes: [Ingress, Egress]
egress:
  - ports:
      - {port: 53, protocol: UDP}
      - {port: 53, protocol: TCP}
  {{- if .database }}
  - ports:
      {{- range include "lockstep.egress.ports" .root | fromJsonArray }}
      - {port: {{ int . }}, protocol: TCP}
      {{- end }}
    {{- if and .root.Values.postgresql.enabled (not (include "lockstep.egress.tenants" .root)) }}
    to:
      - podSelector:
          matchLabels:
            {{- include "lockstep.selectorLabels" (dict "root" .root "component" "postgresql") | nindent 12 }}
    {{- end }}
  {{- end }}
  {{- with .policy.extraEgress }}
  {{- include "lockstep.given" (dict "root" $.root "value" .) | nindent 2 }}
  {{- end }}
{{- end -}}
{{- end }}

{{/* Ports of databases, as a JSON array. */}}
{{- define "lockstep.egress.ports" -}}
{{- $ports := list (ternary 5432 .Values.externalDatabase.port .Values.postgresql.enabled | int) -}}
{{- range .Values.migrations.tenants.list -}}
{{- with .port }}{{ $ports = append $ports (int .) }}{{ end -}}
{{- end -}}
{{- toJson (uniq $ports) -}}
{{- end }}

{{/* The value that may bring tenants on servers of their own, if there is one. */}}
{{- define "lockstep.egress.tenants" -}}
{{- range $key := list "list" "existingSecret" "existingConfigMap" "query" -}}
{{- if index $.Values.migrations.tenants $key }}migrations.tenants.{{ $key }}{{ end -}}
{{- end -}}
{{- end }}

{{/* The values behind which there is a port that Helm can't see, where pods reach known ports only: one a line. */}}
{{- define "lockstep.egress.unknownPorts" -}}
{{- $closed := false -}}
{{- range $component := list "migrations" "serving" -}}
{{- $closed = or $closed (not (index $.Values $component).networkPolicy.allowExternalEgress) -}}
{{- end -}}
{{- if $closed -}}
{{- $keys := include "lockstep.database.keys" . | fromJson -}}
{{- if or $keys.Uri (and $keys.Port (eq (int .Values.externalDatabase.port) 5432)) }}
externalDatabase.existingSecret, key {{ $keys.Uri | default $keys.Port }}
{{- end }}
{{- with include "lockstep.egress.tenants" . | trimPrefix "migrations.tenants.list" }}
{{ . }}
{{- end }}
{{- end -}}
{{- end }}

{{/* What has no effect as it is said. */}}
{{- define "lockstep.checks.egress" -}}
{{- range $component := list "migrations" "serving" "postgresql" }}
{{- $policy := (index $.Values $component).networkPolicy }}
{{- if and $policy.extraEgress $policy.allowExternalEgress }}
{{ printf "%s.networkPolicy.extraEgress: pods may reach anything until allowExternalEgress is false; set that as well" $component }}
{{- end }}
{{- if not (or $policy.allowExternalEgress $policy.enabled) }}
{{ printf "%s.networkPolicy.allowExternalEgress: there is no policy that could forbid it; set %s.networkPolicy.enabled=true as well" $component $component }}
{{- end }}
{{- end }}
{{- end }}
