{{/*
For a chart that has this one as a dependency: what makes a pod of its own wait until the database is at the targets.
docs/dependency.md shows them in use. Both take the dependency's context: .Subcharts.lockstep, or its alias's.
*/}}

{{- define "lockstep.waitContainer" -}}
{{- if or (not (include "lockstep.hasJobs" .)) (include "lockstep.hasTenants" .) -}}
{{- fail "lockstep.waitContainer: there is nothing to wait for: no Jobs bring this database to a target (migrations.enabled, .targets, .tenants)" -}}
{{- end -}}
{{- $context := dict "root" . "settings" .Values.migrations "as" "owner" "component" "migrations" -}}
name: {{ include "lockstep.waitVolume" (dict "root" . "volume" "wait") }}
{{- $container := include "lockstep.container" $context | fromYaml }}
{{- range $container.volumeMounts }}
{{- $_ := set . "name" (include "lockstep.waitVolume" (dict "root" $ "volume" .name)) }}
{{- end }}
{{ toYaml $container }}
args:
  {{- $wait := printf "--wait=%ds" (int .Values.migrations.activeDeadlineSeconds) }}
  {{- toYaml (concat (list "status") .Values.migrations.targets (list $wait "--connect-wait=120s")) | nindent 2 }}
env:
  {{- include "lockstep.container.env" $context | nindent 2 }}
{{- end }}

{{- define "lockstep.waitVolumes" -}}
{{- $volumes := include "lockstep.volumes" (dict "root" . "settings" .Values.migrations "as" "owner" "component" "migrations") | fromYamlArray }}
{{- range $volumes }}
{{- $_ := set . "name" (include "lockstep.waitVolume" (dict "root" $ "volume" .name)) }}
{{- end }}
{{- toYaml $volumes }}
{{- end }}

{{/*
The pod has volumes of its own, and perhaps those of another alias, which may have letters that no volume can have. Takes a
dict of root and volume.
*/}}
{{- define "lockstep.waitVolume" -}}
{{- printf "%s-%s" (include "lockstep.name" .root | include "lockstep.validName") .volume | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{/* Where the team's own chart has the values of this one: an alias, or aliases of charts between them; nothing by itself. */}}
{{- define "lockstep.valuesOfParent" -}}
{{- if not .Chart.IsRoot -}}
{{- .Template.BasePath | splitList "/charts/" | rest | join "." | trimSuffix "/templates" -}}
{{- end -}}
{{- end }}
