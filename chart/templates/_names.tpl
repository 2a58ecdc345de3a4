{{/* Names, labels and images. */}}

{{- define "lockstep.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* At most 40 characters, so that there is room for what is added to it; a cut name gets a hash of the whole. */}}
{{- define "lockstep.fullname" -}}
{{- $name := include "lockstep.name" . -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- $full = default $full .Values.fullnameOverride -}}
{{- if gt (len $full) 40 -}}
{{- printf "%s-%s" (trunc 31 $full | trimSuffix "-") (sha256sum $full | trunc 8) -}}
{{- else -}}
{{- $full -}}
{{- end -}}
{{- end }}

{{- define "lockstep.postgresql.fullname" -}}
{{- include "lockstep.fullname" . }}-postgresql
{{- end }}

{{/* What never changes, for selectors. Takes a dict of root and component. */}}
{{- define "lockstep.selectorLabels" -}}
app.kubernetes.io/name: {{ include "lockstep.name" .root | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels and annotations of an object. Takes a dict of root and component, and perhaps labels and annotations. */}}
{{- define "lockstep.metadata" -}}
labels:
  {{- include "lockstep.selectorLabels" . | nindent 2 }}
  app.kubernetes.io/version: {{ include "lockstep.version" .root | quote }}
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
  helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
  {{- with merge dict (.labels | default dict) .root.Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge dict (.annotations | default dict) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Labels of a pod: none that change with every version, or a Job would be a new one without need. */}}
{{- define "lockstep.podLabels" -}}
{{ include "lockstep.selectorLabels" . }}
lockstep.io/database-of: {{ include "lockstep.fullname" .root | quote }}
{{- with merge dict (.labels | default dict) .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "lockstep.version" -}}
{{- default .Chart.AppVersion .Values.image.tag | trunc 63 | trimAll "-_." -}}
{{- end }}

{{/* Takes a dict of root, image, and tag for when the image has none. */}}
{{- define "lockstep.imageName" -}}
{{- $registry := default .image.registry .root.Values.global.imageRegistry -}}
{{- if $registry }}{{ $registry }}/{{ end }}{{ .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ default .tag .image.tag }}{{ end -}}
{{- end }}

{{- define "lockstep.image" -}}
{{- include "lockstep.imageName" (dict "root" . "image" .Values.image "tag" .Chart.AppVersion) -}}
{{- end }}

{{/* Takes a dict of root and image. */}}
{{- define "lockstep.imagePullSecrets" -}}
{{- with concat .root.Values.global.imagePullSecrets .image.pullSecrets | uniq }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Name of a component's ServiceAccount. Takes a dict of root and component (migrations or serving). */}}
{{- define "lockstep.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- if $account.name }}{{ $account.name }}
{{- else if and $account.create (not (and (eq .component "migrations") .root.Values.migrations.hook)) }}
{{- printf "%s-%s" (include "lockstep.fullname" .root) .component }}
{{- else }}default{{ end -}}
{{- end }}
