{{/*
Many databases with one schema: Indexed Jobs over them, one for each wave, in place of the Jobs of the chart's own
database. The canaries' Job comes first; the pods of the other one wait for what it leaves in the canaries' databases.
*/}}

{{- define "lockstep.hasTenants" -}}
{{- $tenants := .Values.migrations.tenants -}}
{{- if or $tenants.list $tenants.existingSecret $tenants.existingConfigMap $tenants.query $tenants.schemas }}true{{ end -}}
{{- end }}

{{/* Names of those that go first, as a JSON array. */}}
{{- define "lockstep.tenants.canaries" -}}
{{- $tenants := .Values.migrations.tenants -}}
{{- $names := $tenants.canary.names -}}
{{- range $i, $tenant := $tenants.list -}}
{{- if lt $i (int $tenants.canary.count) -}}
{{- $names = append $names $tenant.name -}}
{{- end -}}
{{- end -}}
{{- toJson $names -}}
{{- end }}

{{/* The waves in their order, as a JSON array: name, argument, completions, shares, and how many may fail. */}}
{{- define "lockstep.tenants.waves" -}}
{{- $tenants := .Values.migrations.tenants -}}
{{- $canaries := include "lockstep.tenants.canaries" . | fromJsonArray | len -}}
{{- /* Schemas of one database can't be migrated at the same moment, so one index is enough. */ -}}
{{- $shares := max (int $tenants.shares) (ternary 0 1 (empty $tenants.schemas)) | int -}}
{{- $rest := ternary $shares (sub (len $tenants.list) $canaries) (gt $shares 0) | int -}}
{{- $waves := list -}}
{{- if $canaries -}}
{{- $waves = append $waves (dict "name" "canary" "argument" "canary" "completions" $canaries "shares" 0 "failures" 0) -}}
{{- end -}}
{{- if $rest -}}
{{- $waves = append $waves (dict "name" "tenants" "argument" "rest" "completions" $rest "shares" $shares "failures" $tenants.maxFailedIndexes) -}}
{{- end -}}
{{- toJson $waves -}}
{{- end }}

{{/* Takes a dict of root, wave, rollout (its identity, or empty to compute the hash), and perhaps contract (true for contract steps). */}}
{{- define "lockstep.tenants.spec" -}}
{{- $tenants := .root.Values.migrations.tenants -}}
{{- $turns := include "lockstep.turns" .root -}}
completionMode: Indexed
completions: {{ .wave.completions | int }}
parallelism: {{ $tenants.parallelism | int }}
backoffLimitPerIndex: {{ $tenants.backoffLimitPerIndex | int }}
{{- if not (kindIs "invalid" .wave.failures) }}
maxFailedIndexes: {{ min (int .wave.failures) (int .wave.completions) }}
{{- end }}
{{ if .contract }}{{ include "lockstep.contract.limits" .root }}{{ else }}{{ include "lockstep.job.limits" .root }}{{ end }}
podFailurePolicy:
  rules:
    # A drained or lost node doesn't count as a try.
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
    # A canary has failed for good.
    - action: FailJob
      onExitCodes:
        containerName: migrate
        operator: In
        values: [7]
    # Wrong usage, refused, a migration failed: trying again can't help. 1, 5 and 6 are tried again.
    - action: FailIndex
      onExitCodes:
        containerName: migrate
        operator: In
        values: [2, 3, 4]
    {{- if .contract }}
    {{- include "lockstep.contract.failureRule" . | nindent 4 }}
    {{- end }}
{{ $values := .root.Values.migrations -}}
{{- $args := list "migrate-tenants" -}}
{{- if .contract -}}
{{- $args = concat $args (list "--contract") (include "lockstep.contract.targets" .root | fromJsonArray) -}}
{{- else -}}
{{- $args = concat $args $values.targets -}}
{{- end -}}
{{- $args = concat $args (list "--wave" .wave.argument) (ternary (list "--create-schema") list $tenants.createSchema) $values.extraArgs -}}
{{- if $values.contract.early }}{{ $args = append $args "--contract-early" }}{{ end -}}
{{- $env := include "lockstep.tenants.parallel" .root | fromYamlArray -}}
{{- with include "lockstep.tenants.canaries" .root | fromJsonArray -}}
{{- $env = append $env (dict "name" "LOCKSTEP_CANARIES" "value" (join "," .)) -}}
{{- end -}}
{{- with .wave.shares | int -}}
{{- $env = append $env (dict "name" "LOCKSTEP_SHARES" "value" (toString .)) -}}
{{- end -}}
{{- if and (include "lockstep.hasContract" .root) (not .contract) -}}
{{- $env = append $env (dict "name" "LOCKSTEP_CONTRACT_FOLLOWS" "value" "true") -}}
{{- end -}}
{{- $job := dict "root" .root "args" $args "turn" (printf "%s/%s" (ternary $turns "1" (eq .contract true)) $turns) "rollout" .rollout "env" $env -}}
{{- if .contract }}{{ $job = merge $job (include "lockstep.contract.parts" .root | fromYaml) }}{{ end -}}
{{- include "lockstep.job.template" $job }}
{{- end }}

{{/* Takes a dict of root, wave, and suffix (see lockstep.job.suffix). */}}
{{- define "lockstep.tenants.name" -}}
{{- printf "%s-%s%s" (include "lockstep.job.head" .) .wave.name .suffix -}}
{{- end }}

{{/* The list of the values as the programs read it. Passwords are files. */}}
{{- define "lockstep.tenants.json" -}}
{{- $all := list -}}
{{- range .Values.migrations.tenants.list -}}
{{- $tenant := omit . "passwordSecret" "passwordKey" -}}
{{- with .host }}{{ $_ := set $tenant "host" (tpl . $) }}{{ end -}}
{{- with .port }}{{ $_ := set $tenant "port" (int .) }}{{ end -}}
{{- with include "lockstep.tenants.passwordPath" (dict "root" $ "tenant" .) -}}
{{- $_ := set $tenant "passwordFile" (printf "/secrets/tenants/%s" .) -}}
{{- end -}}
{{- $all = append $all $tenant -}}
{{- end -}}
{{- toPrettyJson $all -}}
{{- end }}

{{/* Its Secret and the key in it; nothing without one. Takes a dict of root and tenant. */}}
{{- define "lockstep.tenants.passwordPath" -}}
{{- with .tenant.passwordSecret }}{{ printf "%s/%s" (tpl . $.root) (default "password" $.tenant.passwordKey) }}{{ end -}}
{{- end }}

{{/* Another list makes another ConfigMap, as with files. */}}
{{- define "lockstep.tenants.configMap" -}}
{{- printf "%s-tenants-%s" (include "lockstep.fullname" .) (include "lockstep.tenants.json" . | sha256sum | trunc 10) -}}
{{- end }}

{{/* Of every pod. Takes a dict of root. */}}
{{- define "lockstep.tenants.env" -}}
{{- $tenants := .root.Values.migrations.tenants -}}
{{- if $tenants.query }}
- name: LOCKSTEP_TENANTS_QUERY
  value: {{ include "lockstep.literal" $tenants.query }}
{{- else if $tenants.schemas }}
- name: LOCKSTEP_TENANT_SCHEMAS
  value: {{ include "lockstep.literal" $tenants.schemas }}
{{- else if include "lockstep.hasTenants" .root }}
- name: LOCKSTEP_TENANTS
  value: /tenants/tenants.json
{{- end }}
{{- end }}

{{/* Of each pod that goes through them. */}}
{{- define "lockstep.tenants.parallel" -}}
{{- if include "lockstep.hasTenants" . }}
{{- with .Values.migrations.tenants.parallelPerPod | int }}
- name: LOCKSTEP_PARALLEL
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Secrets with passwords of tenants, as JSON: path of the file → name and key. */}}
{{- define "lockstep.tenants.passwords" -}}
{{- $passwords := dict -}}
{{- range .Values.migrations.tenants.list -}}
{{- with include "lockstep.tenants.passwordPath" (dict "root" $ "tenant" .) -}}
{{- $_ := set $passwords . (splitn "/" 2 .) -}}
{{- end -}}
{{- end -}}
{{- toJson $passwords -}}
{{- end }}

{{- define "lockstep.tenants.volumeMounts" -}}
{{- $tenants := .root.Values.migrations.tenants }}
{{- if and (include "lockstep.hasTenants" .root) (not (or $tenants.query $tenants.schemas)) }}
- name: tenants
  mountPath: /tenants
  readOnly: true
{{- end }}
{{- if and (ne .as "reader") (include "lockstep.tenants.passwords" .root | fromJson) }}
- name: tenant-passwords
  mountPath: /secrets/tenants
  readOnly: true
{{- end }}
{{- end }}

{{/* Takes a dict of root, as and component. */}}
{{- define "lockstep.tenants.volumes" -}}
{{- $tenants := .root.Values.migrations.tenants }}
{{- if $tenants.existingSecret }}
- name: tenants
  secret:
    secretName: {{ tpl $tenants.existingSecret .root | quote }}
    defaultMode: 0444
    items: [{key: tenants.json, path: tenants.json}]
{{- else if or $tenants.list $tenants.existingConfigMap }}
- name: tenants
  configMap:
    name: {{ tpl $tenants.existingConfigMap .root | default (include "lockstep.tenants.configMap" .root) | quote }}
    items: [{key: tenants.json, path: tenants.json}]
    {{- if eq .component "serving" }}
    # A revision that the release has left still answers when Helm has taken its list away.
    optional: true
    {{- end }}
{{- end }}
{{- $passwords := include "lockstep.tenants.passwords" .root | fromJson }}
{{- if and (ne .as "reader") $passwords }}
- name: tenant-passwords
  projected:
    defaultMode: 0444
    sources:
      {{- range $path, $part := $passwords }}
      - secret:
          name: {{ $part._0 | quote }}
          items: [{key: {{ $part._1 | quote }}, path: {{ $path | quote }}}]
      {{- end }}
{{- end }}
{{- end }}
