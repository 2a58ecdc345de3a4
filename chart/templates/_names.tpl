{{/* Names, labels and images. */}}

{{- define "lockstep.name" -}}
{{- include "lockstep.values" . -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimAll "-_." -}}
{{- end }}

{{/*
At most 40 characters, so that there is room for what is added to it. A Service's name begins with a letter and has no
dot, which a release's may. A name that is cut or changed gets a hash of the whole. As a dependency it never has the
release's name alone: that is the team's own chart's, and another alias could have it, too.
*/}}
{{- define "lockstep.fullname" -}}
{{- $name := include "lockstep.name" . -}}
{{- $short := and .Chart.IsRoot (contains $name .Release.Name) -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) $short -}}
{{- include "lockstep.validName" (default $full .Values.fullnameOverride) -}}
{{- end }}

{{/* A name as an object, a container or a volume may have it. Takes a text. */}}
{{- define "lockstep.validName" -}}
{{- $valid := regexReplaceAll "[^a-z0-9-]+" (lower .) "-" | trimAll "-" -}}
{{- if not (regexMatch "^[a-z]" $valid) }}{{ $valid = printf "r%s" $valid }}{{ end -}}
{{- if or (ne $valid .) (gt (len $valid) 40) -}}
{{- printf "%s-%s" (trunc 31 $valid | trimSuffix "-") (sha256sum . | trunc 8) -}}
{{- else -}}
{{- $valid -}}
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

{{/* Where all objects are. */}}
{{- define "lockstep.namespace" -}}
{{- include "lockstep.values" . -}}
{{- tpl .Values.namespaceOverride . | default .Release.Namespace -}}
{{- end }}

{{/*
Name of an object that may be in a namespace of its own, where those of other releases are, too. Takes a dict of root and
namespace (empty for the release's).
*/}}
{{- define "lockstep.nameElsewhere" -}}
{{- $own := include "lockstep.namespace" .root -}}
{{- if ne (tpl (.namespace | default $own) .root) $own }}{{ $own }}-{{ end }}{{ include "lockstep.fullname" .root }}
{{- end }}

{{/*
Namespace (the client's, unless the values name one), labels and annotations of an object. Of one key the chart's own
label comes first, then the component's, and then the common one: selectors must find what they are for. Takes a dict of
root and component, and perhaps namespace, labels and annotations.
*/}}
{{- define "lockstep.metadata" -}}
{{- $own := include "lockstep.selectorLabels" . | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/version" (include "lockstep.version" .root) -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_.") -}}
{{- with .namespace | default .root.Values.namespaceOverride -}}
namespace: {{ tpl . $.root | quote }}
{{ end -}}
labels:
  {{- include "lockstep.given" (dict "root" .root "value" (merge $own (.labels | default dict) .root.Values.commonLabels)) | nindent 2 }}
{{- with merge dict (.annotations | default dict) .root.Values.commonAnnotations }}
annotations:
  {{- include "lockstep.given" (dict "root" $.root "value" .) | nindent 2 }}
{{- end }}
{{- end }}

{{/* Labels of a pod: none that change with every version, or a Job would be a new one without need. */}}
{{- define "lockstep.podLabels" -}}
{{- $own := include "lockstep.selectorLabels" . | fromYaml -}}
{{- $_ := set $own "lockstep.io/database-of" (include "lockstep.fullname" .root) -}}
{{- include "lockstep.given" (dict "root" .root "value" (merge $own (.labels | default dict) .root.Values.commonLabels)) -}}
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

{{/* What no registry has: a tag in the repository, or a registry behind the default one. */}}
{{- define "lockstep.checks.images" -}}
{{- with .Values.global.imageRegistry }}
{{- if not (regexMatch "^[^/@ ]+(/[^/@ ]+)*$" .) }}
{{ printf "global.imageRegistry: %q is no registry; give its host and perhaps a path, without https:// and without a / at the end" . }}
{{- end }}
{{- end }}
{{- range $key, $image := dict "image" .Values.image "postgresql.image" .Values.postgresql.image }}
{{- if regexMatch "(:[^/]*|@.*)$" $image.repository }}
{{ printf "%s.repository: %q has a tag or a digest; give it as %s.tag or %s.digest" $key $image.repository $key $key }}
{{- else if and (regexMatch "^[^/]*[.:][^/]*/" $image.repository) (eq $image.registry "localhost") (not $.Values.global.imageRegistry) }}
{{ printf "%s.repository: %q begins with a registry, and %s.registry is localhost; give it as %s.registry" $key $image.repository $key $key }}
{{- else if not (regexMatch "^([A-Za-z0-9-]+([.:][A-Za-z0-9-]+)+/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$" $image.repository) }}
{{ printf "%s.repository: %q is no name that a registry can have: small letters and digits, with -, _, . and / between them only; ghcr.io has GitHub's names in small letters" $key $image.repository }}
{{- end }}
{{- end }}
{{- end }}

{{/* A released chart says the digest of its own image, which an image of another name or tag does not have. */}}
{{- define "lockstep.image" -}}
{{- $image := .Values.image -}}
{{- $released := splitList "@" (index .Chart.Annotations "lockstep.io/image" | default "") -}}
{{- if and (not $image.digest) (not $image.tag) (eq $image.repository (first $released)) -}}
{{- $image = merge (dict "digest" (last $released)) $image -}}
{{- end -}}
{{- include "lockstep.imageName" (dict "root" . "image" $image "tag" .Chart.AppVersion) -}}
{{- end }}

{{/* Names, and objects with a name, as Kubernetes has them. Takes a dict of root and image. */}}
{{- define "lockstep.imagePullSecrets" -}}
{{- $names := list }}
{{- range $secret := concat (default list .root.Values.global.imagePullSecrets) .image.pullSecrets }}
{{- if kindIs "map" $secret }}{{ $secret = $secret.name }}{{ end }}
{{- $names = append $names (tpl (toString $secret) $.root) }}
{{- end }}
{{- with uniq $names }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/*
Name of a component's ServiceAccount. Hooks get one of their own only if it says something: no rights are needed, and what
a hook has made stays after `helm uninstall`. Takes a dict of root and component (migrations or serving).
*/}}
{{- define "lockstep.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- if $account.name }}{{ tpl $account.name .root }}
{{- else if and $account.create (or $account.annotations (ne .component "migrations") (not (include "lockstep.hasEarlyJobs" .root))) }}
{{- printf "%s-%s" (include "lockstep.fullname" .root) .component }}
{{- else }}default{{ end -}}
{{- end }}
