{{/* The ConfigMap of an app's files. Takes a dict of root, name, app, and files. */}}
{{- define "lockstep.files" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name | quote }}
  {{- include "lockstep.metadata" (dict "root" .root "component" "migrations" "annotations" (dict "lockstep.io/app" .app)) | nindent 2 }}
immutable: true
data:
  {{- range $name, $text := .files }}
  {{ $name | quote }}: {{ $text | quote }}
  {{- end }}
{{- end }}

{{/*
ConfigMaps, as a JSON array, that the Knative revisions which serve now have mounted and the new one hasn't. One may have
scaled to zero, and comes back for whoever asks while the new one waits for its migration, or after that has failed: Helm
must not delete them yet.
*/}}
{{- define "lockstep.servedFiles" -}}
{{- $kept := list }}
{{- if and (include "lockstep.hasCluster" .) (eq (include "lockstep.servingMode" .) "knative") }}
{{- $current := include "lockstep.configMaps" . | fromJson | values }}
{{- $service := lookup "serving.knative.dev/v1" "Service" (include "lockstep.namespace" .) (include "lockstep.fullname" .) }}
{{- $served := list (dig "status" "latestReadyRevisionName" "" $service) }}
{{- range dig "status" "traffic" list $service }}
{{- $served = append $served (.revisionName | default "") }}
{{- end }}
{{- range $revision := $served | compact | uniq }}
{{- $revision = lookup "serving.knative.dev/v1" "Revision" (include "lockstep.namespace" $) $revision }}
{{- range dig "spec" "volumes" list $revision }}
{{- $name := dig "configMap" "name" "" . }}
{{- if and (hasPrefix (printf "%s-files-" (include "lockstep.fullname" $)) $name) (not (has $name $current)) }}
{{- with lookup "v1" "ConfigMap" (include "lockstep.namespace" $) $name }}
{{- $current = append $current $name }}
{{- $kept = append $kept . }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- toJson $kept }}
{{- end }}
