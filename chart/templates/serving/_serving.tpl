{{/* "knative", "deployment", or "none". */}}
{{- define "lockstep.servingMode" -}}
{{- if not .Values.serving.enabled -}}
none
{{- else if ne .Values.serving.mode "auto" -}}
{{- .Values.serving.mode -}}
{{- else -}}
{{- ternary "knative" "deployment" (.Capabilities.APIVersions.Has "serving.knative.dev/v1") -}}
{{- end -}}
{{- end }}

{{/* Of its pods, as YAML; what the user gives wins. */}}
{{- define "lockstep.serving.podAnnotations" -}}
{{- $scrape := dict -}}
{{- if .Values.serving.metrics.enabled -}}
{{- $scrape = dict "prometheus.io/scrape" "true" "prometheus.io/path" "/metrics" "prometheus.io/port" "8080" -}}
{{- end -}}
{{- with merge dict .Values.serving.podAnnotations $scrape -}}
{{- toYaml . -}}
{{- end -}}
{{- end }}

{{/*
The function's container. Takes a dict of root, fieldRef (whether it may be told its pod and node), and port (what probes
ask; Knative knows it by itself).
*/}}
{{- define "lockstep.serving.container" -}}
{{- $values := .root.Values.serving }}
{{- $context := dict "root" .root "settings" $values "component" "serving" "as" (include "lockstep.serving.as" .root) -}}
name: serve
{{ include "lockstep.container" $context }}
args: [serve]
env:
  {{- include "lockstep.env" $context | nindent 2 }}
  - name: LOCKSTEP_TARGETS
    value: {{ join "," .root.Values.migrations.targets | quote }}
  - name: LOCKSTEP_APP_VERSION
    value: {{ include "lockstep.version" .root | quote }}
  - name: LOCKSTEP_CHART_VERSION
    value: {{ .root.Chart.Version | quote }}
  - name: LOCKSTEP_CHART
    value: {{ .root.Values.chartReference | quote }}
  - name: LOCKSTEP_NAMESPACE
    value: {{ .root.Release.Namespace | quote }}
  - name: LOCKSTEP_RELEASE
    value: {{ .root.Release.Name | quote }}
  - name: LOCKSTEP_REVISION
    value: {{ .root.Release.Revision | quote }}
  {{- if include "lockstep.hasJobs" .root }}
  - name: LOCKSTEP_GENERATION
    value: {{ include "lockstep.rollout.label" .root | quote }}
  # What the release is at when this container starts: one that comes late serves while another rollout is under way.
  - name: LOCKSTEP_CURRENT
    valueFrom:
      configMapKeyRef:
        name: {{ include "lockstep.fullname" .root }}-rollout
        key: serving
        optional: true
  {{- end }}
  {{- if $values.metrics.enabled }}
  - name: LOCKSTEP_METRICS
    value: "true"
  {{- end }}
  {{- if .fieldRef }}
  - name: LOCKSTEP_POD
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: LOCKSTEP_NODE
    valueFrom:
      fieldRef:
        fieldPath: spec.nodeName
  {{- end }}
readinessProbe:
  httpGet:
    path: /readyz
    {{- if .port }}
    port: {{ .port }}
    {{- end }}
  {{- toYaml $values.readinessProbe | nindent 2 }}
livenessProbe:
  httpGet:
    path: /livez
    {{- if .port }}
    port: {{ .port }}
    {{- end }}
  {{- toYaml $values.livenessProbe | nindent 2 }}
{{- end }}
