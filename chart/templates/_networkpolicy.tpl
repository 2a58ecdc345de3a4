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
      - {port: {{ ternary 5432 .root.Values.externalDatabase.port .root.Values.postgresql.enabled | int }}, protocol: TCP}
      {{- range .root.Values.migrations.tenants.list }}
      {{- with .port }}
      - {port: {{ int . }}, protocol: TCP}
      {{- end }}
      {{- end }}
    {{- if and .root.Values.postgresql.enabled (not .root.Values.migrations.tenants.list) }}
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
