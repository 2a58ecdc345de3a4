{{/* What all pods with Lockstep's image have in common. */}}

{{/* Migrations that come from ConfigMaps: app → name of the ConfigMap, as JSON. */}}
{{- define "lockstep.configMaps" -}}
{{- $maps := dict }}
{{- range $app, $name := .Values.migrations.configMaps }}
{{- $_ := set $maps $app (tpl $name $) }}
{{- end }}
{{- range $app, $files := .Values.migrations.files }}
{{- $_ := set $maps $app (include "lockstep.filesName" (dict "root" $ "app" $app "files" $files)) }}
{{- end }}
{{- toJson $maps }}
{{- end }}

{{/* Other files make another ConfigMap, so that pods of an older revision keep what they have mounted. */}}
{{- define "lockstep.filesName" -}}
{{- printf "%s-files-%s" (include "lockstep.fullname" .root) (printf "%s %s" .app (toJson .files) | sha256sum | trunc 10) -}}
{{- end }}

{{/* Takes a dict of root, as, settings (of migrations or serving), and component. */}}
{{- define "lockstep.volumeMounts" -}}
{{- $own := include "lockstep.volumeMounts.own" . | fromYamlArray -}}
{{- include "lockstep.once" (dict "root" .root "own" $own "given" .settings.extraVolumeMounts "key" "mountPath") }}
{{- end }}

{{- define "lockstep.volumeMounts.own" -}}
- name: tmp
  mountPath: /tmp
{{- include "lockstep.database.volumeMounts" . }}
{{- include "lockstep.tenants.volumeMounts" . }}
{{- include "lockstep.basicAuth.volumeMounts" . }}
{{- range $app, $_ := include "lockstep.configMaps" .root | fromJson }}
- name: {{ include "lockstep.appVolume" $app }}
  mountPath: /db/{{ $app }}
  readOnly: true
{{- end }}
{{- end }}

{{/* Takes a dict of root, as, settings, component, and perhaps volumes (further ones of the chart). */}}
{{- define "lockstep.volumes" -}}
{{- $own := concat (include "lockstep.volumes.own" . | fromYamlArray) (.volumes | default list) -}}
{{- include "lockstep.once" (dict "root" .root "own" $own "given" .settings.extraVolumes "key" "name") }}
{{- end }}

{{- define "lockstep.volumes.own" -}}
- name: tmp
  emptyDir: {}
{{- include "lockstep.database.volumes" . }}
{{- include "lockstep.tenants.volumes" . }}
{{- include "lockstep.basicAuth.volumes" . }}
{{- range $app, $configMap := include "lockstep.configMaps" .root | fromJson }}
- name: {{ include "lockstep.appVolume" $app }}
  configMap:
    name: {{ $configMap | quote }}
    {{- if eq $.component "serving" }}
    # A revision that the release has left still answers when Helm has taken its files away.
    optional: true
    {{- end }}
{{- end }}
{{- end }}

{{/* Apps may have names that no volume can have, like Main_1. */}}
{{- define "lockstep.appVolume" -}}
app-{{ sha256sum . | trunc 10 }}
{{- end }}

{{/* Image, security and mounts of a container. Takes a dict of root, as, settings, and component. */}}
{{- define "lockstep.container" -}}
image: {{ include "lockstep.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy | quote }}
{{- include "lockstep.securityContext" .root.Values.containerSecurityContext }}
{{- with .settings.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if or .settings.extraEnvVarsCM .settings.extraEnvVarsSecret }}
envFrom:
  {{- with .settings.extraEnvVarsCM }}
  - configMapRef:
      name: {{ tpl . $.root | quote }}
  {{- end }}
  {{- with .settings.extraEnvVarsSecret }}
  - secretRef:
      name: {{ tpl . $.root | quote }}
  {{- end }}
{{- end }}
volumeMounts:
  {{- include "lockstep.volumeMounts" . | nindent 2 }}
{{- end }}

{{/*
Environment of a container: the chart's variables and then the user's. Takes a dict of root, as, settings, and perhaps own
(further variables of the chart, as YAML).
*/}}
{{- define "lockstep.container.env" -}}
{{- $own := printf "%s\n%s" (include "lockstep.env" .) (.own | default "") | fromYamlArray -}}
{{- include "lockstep.once" (dict "root" .root "own" $own "given" .settings.extraEnvVars "key" "name") }}
{{- end }}

{{/*
The chart's own list and the user's, as YAML, with each name once; of two the later stays, and the user's come after the
chart's. Helm 4 and Flux refuse a name that is there twice. Takes a dict of root, own, given, and key: where the name is.
*/}}
{{- define "lockstep.once" -}}
{{- $kept := list -}}
{{- $names := dict -}}
{{- range concat .own (include "lockstep.given" (dict "root" .root "value" .given) | fromYamlArray) | reverse -}}
{{- $name := index . $.key | toString | trimSuffix "/" -}}
{{- if not (hasKey $names $name) -}}
{{- $_ := set $names $name true -}}
{{- $kept = prepend $kept . -}}
{{- end -}}
{{- end -}}
{{- toYaml $kept -}}
{{- end }}

{{/* A variable's value that Kubernetes leaves as it is: it puts others in for $(NAME), and one $ for $$. Takes the value. */}}
{{- define "lockstep.literal" -}}
{{- toString . | replace "$" "$$" | quote -}}
{{- end }}

{{/* The chart's variables that all its containers have. Takes a dict of root and as. */}}
{{- define "lockstep.env" -}}
- name: LOCKSTEP_DB
  value: /db
- name: LOCKSTEP_LOG_FORMAT
  value: {{ .root.Values.logFormat | quote }}
{{- with .root.Values.migrations.undo }}
- name: LOCKSTEP_UNDO
  value: {{ . | quote }}
{{- end }}
{{- include "lockstep.database.env" . }}
{{- include "lockstep.tenants.env" . }}
{{- end }}

{{/*
A pod's own settings, whatever makes it. Nothing here talks to Kubernetes, so it has no token unless somebody wants one.
No service links: a Service named postgres would set POSTGRES_PORT. Takes a dict of root, as, settings, component, and
knative, which has no security context for pods, and takes "no token" but not "a token"; and perhaps account (another
ServiceAccount's name), init (init containers of the chart, which come after the values'), and volumes.
*/}}
{{- define "lockstep.pod" -}}
serviceAccountName: {{ .account | default (include "lockstep.serviceAccountName" .) | quote }}
{{- if not (and .knative .settings.automountServiceAccountToken) }}
automountServiceAccountToken: {{ .settings.automountServiceAccountToken }}
{{- end }}
enableServiceLinks: false
{{- include "lockstep.imagePullSecrets" (dict "root" .root "image" .root.Values.image) }}
{{- if not .knative }}
{{- include "lockstep.securityContext" .root.Values.podSecurityContext }}
{{- end }}
{{- include "lockstep.pod.asGiven" . }}
{{- with concat .settings.initContainers (include "lockstep.pod.nativeSidecars" . | fromJsonArray) (.init | default list) }}
initContainers:
  {{- include "lockstep.given" (dict "root" $.root "value" .) | nindent 2 }}
{{- end }}
volumes:
  {{- include "lockstep.volumes" . | nindent 2 }}
{{- end }}

{{/* A security context of the values, a pod's or a container's, unless it says that there shall be none. Takes it, or nothing. */}}
{{- define "lockstep.securityContext" -}}
{{- $settings := . | default dict -}}
{{- if dig "enabled" true $settings }}
securityContext:
  {{- omit $settings "enabled" | toYaml | nindent 2 }}
{{- end }}
{{- end }}

{{/* What goes into any pod as the values have it. Takes a dict of root and settings (of migrations, serving or postgresql). */}}
{{- define "lockstep.pod.asGiven" -}}
{{- $given := dict -}}
{{- range $key := list "nodeSelector" "tolerations" "affinity" "topologySpreadConstraints" "priorityClassName" "schedulerName" "runtimeClassName" "hostAliases" "dnsPolicy" "dnsConfig" -}}
{{- with index $.settings $key -}}
{{- $_ := set $given $key . -}}
{{- end -}}
{{- end -}}
{{- with $given }}
{{ include "lockstep.given" (dict "root" $.root "value" .) }}
{{- end }}
{{- end }}

{{/*
Sidecars of a pod that ends, as a JSON array: Kubernetes ends those that are init containers with this policy, and a Job
would never be done with any other. Takes a dict of settings and component.
*/}}
{{- define "lockstep.pod.nativeSidecars" -}}
{{- $native := list -}}
{{- if eq .component "migrations" -}}
{{- range .settings.sidecars -}}
{{- $native = append $native (merge (dict "restartPolicy" "Always") .) -}}
{{- end -}}
{{- end -}}
{{- toJson $native -}}
{{- end }}

{{/* A value of the user's as YAML, its templates carried out. Takes a dict of root and value. */}}
{{- define "lockstep.given" -}}
{{- $text := toYaml .value -}}
{{- if contains "{{" $text -}}
{{- $text = get (include "lockstep.carriedOut" . | fromJson) "made" | toYaml -}}
{{- end -}}
{{- $text -}}
{{- end }}

{{/*
Each text by itself, as JSON under "made": what a template makes is part of its text, whatever YAML would take it for.
Takes a dict of root and value.
*/}}
{{- define "lockstep.carriedOut" -}}
{{- $made := .value -}}
{{- if and (kindIs "string" .value) (contains "{{" (toString .value)) -}}
{{- $made = tpl .value .root -}}
{{- else if kindIs "map" .value -}}
{{- $made = dict -}}
{{- range $key, $part := .value -}}
{{- $key = get (include "lockstep.carriedOut" (dict "root" $.root "value" $key) | fromJson) "made" -}}
{{- $_ := set $made $key (get (include "lockstep.carriedOut" (dict "root" $.root "value" $part) | fromJson) "made") -}}
{{- end -}}
{{- else if kindIs "slice" .value -}}
{{- $made = list -}}
{{- range $part := .value -}}
{{- $made = append $made (get (include "lockstep.carriedOut" (dict "root" $.root "value" $part) | fromJson) "made") -}}
{{- end -}}
{{- end -}}
{{- toJson (dict "made" $made) -}}
{{- end }}
