{{/* As in other charts: the global one wins, and the global default is for claims that name none. */}}
{{- define "lockstep.postgresql.storageClass" -}}
{{- tpl (coalesce .Values.global.storageClass .Values.postgresql.persistence.storageClass .Values.global.defaultStorageClass | default "" | toString) . -}}
{{- end }}

{{/*
The claim outlives `helm uninstall`. Nothing in it can be changed later, so its labels never change either.
*/}}
{{- define "lockstep.postgresql.claim" -}}
{{- $persistence := .Values.postgresql.persistence -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: data
  labels:
    {{- include "lockstep.selectorLabels" (dict "root" . "component" "postgresql") | nindent 4 }}
  {{- with $persistence.annotations }}
  annotations:
    {{- include "lockstep.given" (dict "root" $ "value" .) | nindent 4 }}
  {{- end }}
spec:
  accessModes:
    {{- toYaml $persistence.accessModes | nindent 4 }}
  {{- with include "lockstep.postgresql.storageClass" . }}
  # "-" is no class: the claim takes a volume that has none.
  storageClassName: {{ ternary "" . (eq . "-") | quote }}
  {{- end }}
  resources:
    requests:
      storage: {{ $persistence.size | quote }}
{{- end }}

{{/*
A quantity as a number, so that 1024Mi is 1Gi. Takes the quantity's text.
*/}}
{{- define "lockstep.quantity" -}}
{{- $number := regexFind "^[0-9.]+" . | float64 -}}
{{- $unit := trimPrefix (regexFind "^[0-9.]+" .) . -}}
{{- $powers := dict "k" 1 "M" 2 "G" 3 "T" 4 "P" 5 "E" 6 "Ki" 1 "Mi" 2 "Gi" 3 "Ti" 4 "Pi" 5 "Ei" 6 -}}
{{- range until (get $powers $unit | default 0 | int) -}}
{{- $number = mulf $number (ternary 1024 1000 (hasSuffix "i" $unit)) -}}
{{- end -}}
{{- if regexMatch "^[eE][0-9]+$" $unit -}}
{{- range until (regexFind "[0-9]+" $unit | int) -}}
{{- $number = mulf $number 10 -}}
{{- end -}}
{{- end -}}
{{- printf "%.0f" $number -}}
{{- end }}

{{/* The major version that an image's name says, like 17; empty if it says none. */}}
{{- define "lockstep.postgresql.major" -}}
{{- $image := regexReplaceAll "@.*" . "" -}}
{{- $tag := regexFind ":[^/:]+$" $image | trimPrefix ":" -}}
{{- with regexFind "pg-?[0-9]+" $tag -}}
{{- regexFind "[0-9]+" . -}}
{{- else -}}
{{- if regexMatch "postg[a-z]*:[^/:]+$" $image }}{{ regexFind "^[0-9]+" $tag }}{{ end -}}
{{- end -}}
{{- end }}
