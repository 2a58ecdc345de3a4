{{/*
"knative", "deployment", or "none". An installation that runs as a Deployment stays one, also when somebody brings Knative
into the cluster; where Helm can't look for it (Argo CD, `helm template`), auto can't know, and is a Deployment always.
*/}}
{{- define "lockstep.servingMode" -}}
{{- if not .Values.serving.enabled -}}
none
{{- else if ne .Values.serving.mode "auto" -}}
{{- .Values.serving.mode -}}
{{- else if not (.Capabilities.APIVersions.Has "serving.knative.dev/v1") -}}
deployment
{{- else if not (include "lockstep.hasCluster" .) -}}
deployment
{{- else -}}
{{- $deployment := lookup "apps/v1" "Deployment" (include "lockstep.namespace" .) (include "lockstep.fullname" .) -}}
{{- ternary "deployment" "knative" (eq (dig "metadata" "labels" "app.kubernetes.io/instance" "" $deployment) .Release.Name) -}}
{{- end -}}
{{- end }}

{{/* The Secret with those who may log in. Takes a dict of root and component. */}}
{{- define "lockstep.basicAuth.volumeMounts" -}}
{{- if and (eq .component "serving") .root.Values.serving.basicAuth.existingSecret }}
- name: basic-auth
  mountPath: /secrets/basic-auth
  readOnly: true
{{- end }}
{{- end }}

{{- define "lockstep.basicAuth.volumes" -}}
{{- $auth := .root.Values.serving.basicAuth }}
{{- if and (eq .component "serving") $auth.existingSecret }}
- name: basic-auth
  secret:
    secretName: {{ tpl $auth.existingSecret .root | quote }}
    defaultMode: 0444
    items:
      - key: {{ $auth.existingSecretKey | quote }}
        path: auth
{{- end }}
{{- end }}

{{/* Of its pods, as YAML; what the user gives wins. A password that changes makes new pods. */}}
{{- define "lockstep.serving.podAnnotations" -}}
{{- $own := dict -}}
{{- if and .Values.serving.metrics.enabled (not .Values.serving.metrics.podMonitor.enabled) -}}
{{- $own = dict "prometheus.io/scrape" "true" "prometheus.io/path" "/metrics" "prometheus.io/port" "8080" -}}
{{- end -}}
{{- with include "lockstep.serving.filesHash" . -}}
{{- $_ := set $own "lockstep.io/files" . -}}
{{- end -}}
{{- $passwords := include "lockstep.passwords.annotations" (dict "root" . "as" (include "lockstep.serving.as" .)) | fromYaml -}}
{{- with merge dict .Values.serving.podAnnotations $own $passwords -}}
{{- include "lockstep.given" (dict "root" $ "value" .) -}}
{{- end -}}
{{- end }}

{{/*
Of what is in the user's ConfigMaps, where Helm can see it: the function reads them when it starts, so it starts again
when they have changed.
*/}}
{{- define "lockstep.serving.filesHash" -}}
{{- $found := dict -}}
{{- range $app, $name := .Values.migrations.configMaps -}}
{{- with lookup "v1" "ConfigMap" (include "lockstep.namespace" $) (tpl $name $) -}}
{{- $_ := set $found $app (list .data .binaryData) -}}
{{- end -}}
{{- end -}}
{{- with $found }}{{ toJson . | sha256sum | trunc 10 }}{{ end -}}
{{- end }}

{{/*
Knative gives a revision up that wasn't ready in time, for good. So an upgrade that changes nothing makes a new one if the
last one has failed, and otherwise leaves it as it is.
*/}}
{{- define "lockstep.serving.retry" -}}
{{- $service := lookup "serving.knative.dev/v1" "Service" (include "lockstep.namespace" .) (include "lockstep.fullname" .) -}}
{{- $retry := dig "spec" "template" "metadata" "annotations" "lockstep.io/retry" "" $service -}}
{{- range dig "status" "conditions" list $service -}}
{{- if and (eq .type "ConfigurationsReady") (eq .status "False") -}}
{{- $retry = $.Release.Revision -}}
{{- end -}}
{{- end -}}
{{- $retry -}}
{{- end }}

{{/* Of a Knative revision, as YAML; what the user gives wins. */}}
{{- define "lockstep.knative.annotations" -}}
{{- $knative := .Values.serving.knative -}}
{{- $own := dict "autoscaling.knative.dev/min-scale" (int $knative.minScale | toString) -}}
{{- $_ := set $own "autoscaling.knative.dev/max-scale" (int $knative.maxScale | toString) -}}
{{- with $knative.scaleDownDelay -}}
{{- $_ := set $own "autoscaling.knative.dev/scale-down-delay" . -}}
{{- end -}}
{{- /* A new revision isn't ready before the migration is done, and must not count as failed until then. */ -}}
{{- $_ := set $own "serving.knative.dev/progress-deadline" (printf "%ds" (int .Values.serving.progressDeadlineSeconds)) -}}
{{- /* A revision with a name of its own can't be made anew. */ -}}
{{- if not $knative.revisionName -}}
{{- with include "lockstep.serving.retry" . -}}
{{- $_ := set $own "lockstep.io/retry" . -}}
{{- end -}}
{{- end -}}
{{- $given := include "lockstep.given" (dict "root" . "value" $knative.revisionAnnotations) | fromYaml -}}
{{- merge $given (include "lockstep.serving.podAnnotations" . | fromYaml) $own | toYaml -}}
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
  {{- $own := include "lockstep.serving.env" . }}
  {{- include "lockstep.container.env" (merge (dict "own" $own) $context) | nindent 2 }}
{{- if $values.startupProbe.enabled }}
startupProbe:
  httpGet:
    path: /livez
    # Knative fills in the port of the other probes only.
    port: {{ .port | default 8080 }}
  {{- omit $values.startupProbe "enabled" | toYaml | nindent 2 }}
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

{{/* The function's own variables. Takes a dict of root and fieldRef. */}}
{{- define "lockstep.serving.env" -}}
- name: LOCKSTEP_TARGETS
  value: {{ join "," .root.Values.migrations.targets | quote }}
- name: LOCKSTEP_APP_VERSION
  value: {{ include "lockstep.version" .root | quote }}
- name: LOCKSTEP_CHART_VERSION
  value: {{ .root.Chart.Version | quote }}
- name: LOCKSTEP_CHART
  value: {{ .root.Values.chartReference | quote }}
{{- with include "lockstep.valuesOfParent" .root }}
- name: LOCKSTEP_VALUES
  value: {{ . | quote }}
{{- end }}
- name: LOCKSTEP_NAMESPACE
  value: {{ .root.Release.Namespace | quote }}
- name: LOCKSTEP_RELEASE
  value: {{ .root.Release.Name | quote }}
{{- if not .root.Chart.IsRoot }}
- name: LOCKSTEP_JOBS_RELEASE
  value: {{ include "lockstep.rollout.release" .root | quote }}
{{- end }}
{{- if include "lockstep.hasJobs" .root }}
- name: LOCKSTEP_GENERATION
  value: {{ include "lockstep.rollout.hash" .root | quote }}
# What the release is at when this container starts: one that comes late serves while another rollout is under way.
- name: LOCKSTEP_CURRENT
  valueFrom:
    configMapKeyRef:
      name: {{ include "lockstep.fullname" .root }}-rollout
      key: serving
      optional: true
{{- end }}
{{- if .root.Values.serving.basicAuth.existingSecret }}
- name: LOCKSTEP_BASIC_AUTH_FILE
  value: /secrets/basic-auth/auth
{{- end }}
{{- if .root.Values.serving.metrics.enabled }}
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
{{- end }}

{{/* Containers beside it, which live as long as it does. */}}
{{- define "lockstep.serving.sidecars" -}}
{{- with .Values.serving.sidecars -}}
{{- include "lockstep.given" (dict "root" $ "value" .) -}}
{{- end -}}
{{- end }}
