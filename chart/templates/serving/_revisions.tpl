{{/* Of a Knative Service's traffic and of what only a Deployment has. */}}
{{- define "lockstep.checks.knative" -}}
{{- $serving := .Values.serving }}
{{- $traffic := $serving.knative.traffic }}
{{- if eq (include "lockstep.servingMode" .) "knative" }}
{{- range $key, $default := dict "minReadySeconds" 0 "revisionHistoryLimit" 10 }}
{{- if ne (int (index $serving $key)) $default }}
{{ printf "serving.%s: Knative has its own way with revisions; leave it out, or set serving.mode=deployment" $key }}
{{- end }}
{{- end }}
{{- $sum := 0 }}
{{- $tags := list }}
{{- range $i, $target := $traffic }}
{{- with $target.tag }}
{{- if has . $tags }}
{{ printf "serving.knative.traffic[%d].tag: %s is there twice" $i . }}
{{- end }}
{{- $tags = append $tags . }}
{{- end }}
{{- $sum = add $sum (int ($target.percent | default 0)) }}
{{- if and $target.latestRevision $target.revisionName }}
{{ printf "serving.knative.traffic[%d]: latestRevision and revisionName are two ways to say which; set one of them" $i }}
{{- else if not (or $target.latestRevision $target.revisionName) }}
{{ printf "serving.knative.traffic[%d]: says no revision; set latestRevision=true or revisionName" $i }}
{{- end }}
{{- end }}
{{- with $serving.knative.revisionName }}
{{- $name := printf "%s-%s" (include "lockstep.fullname" $) (tpl . $) }}
{{- if not (regexMatch "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$" $name) }}
{{ printf "serving.knative.revisionName: %q is no name: small letters, digits and - only, and at most 63 characters" $name }}
{{- end }}
{{- end }}
{{- if and $traffic (ne (int $sum) 100) }}
{{ printf "serving.knative.traffic: the percents are %d in all; make them 100" (int $sum) }}
{{- end }}
{{- else if eq (include "lockstep.servingMode" .) "deployment" }}
{{- range $key := list "traffic" "revisionName" }}
{{- if index $serving.knative $key }}
{{ printf "serving.knative.%s: a Deployment has no revisions; leave it out, or set serving.mode=knative" $key }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
