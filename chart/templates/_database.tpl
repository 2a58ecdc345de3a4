{{/* How pods reach the database. Passwords are files from a Secret, never text in a pod. */}}

{{- define "lockstep.database.secretName" -}}
{{- if .Values.postgresql.enabled -}}
{{- tpl .Values.postgresql.auth.existingSecret . | default (include "lockstep.postgresql.fullname" .) -}}
{{- else -}}
{{- tpl .Values.externalDatabase.existingSecret . | default (printf "%s-database" (include "lockstep.fullname" .)) -}}
{{- end -}}
{{- end }}

{{- define "lockstep.database.secretKey" -}}
{{- if .Values.postgresql.enabled -}}
{{- ternary .Values.postgresql.auth.secretKeys.userPasswordKey "password" (not (empty .Values.postgresql.auth.existingSecret)) -}}
{{- else -}}
{{- ternary .Values.externalDatabase.existingSecretPasswordKey "password" (not (empty .Values.externalDatabase.existingSecret)) -}}
{{- end -}}
{{- end }}

{{/*
What of an external database is in its Secret, as JSON: part → key. Without a host and without any key, the keys are
those of the Secret that CloudNativePG makes for an application, for all that the values leave at its default.
*/}}
{{- define "lockstep.database.keys" -}}
{{- $external := .Values.externalDatabase -}}
{{- $keys := dict -}}
{{- range $part := list "Host" "Port" "User" "Database" "Uri" -}}
{{- with index $external (printf "existingSecret%sKey" $part) -}}
{{- $_ := set $keys $part . -}}
{{- end -}}
{{- end -}}
{{- if and (not $keys) $external.existingSecret (not $external.host) -}}
{{- $_ := set $keys "Host" "host" -}}
{{- if eq (int $external.port) 5432 }}{{ $_ := set $keys "Port" "port" }}{{ end -}}
{{- if eq $external.user "postgres" }}{{ $_ := set $keys "User" "username" }}{{ end -}}
{{- if eq $external.database "postgres" }}{{ $_ := set $keys "Database" "dbname" }}{{ end -}}
{{- end -}}
{{- toJson (ternary dict $keys .Values.postgresql.enabled) -}}
{{- end }}

{{/*
What the owner's Secret is mounted for, "password" or "uri"; empty if a file of the pod's own has the password, or a
certificate does without one.
*/}}
{{- define "lockstep.database.mounted" -}}
{{- $external := .Values.externalDatabase -}}
{{- if hasKey (include "lockstep.database.keys" . | fromJson) "Uri" -}}
uri
{{- else if .Values.postgresql.enabled -}}
password
{{- else if not (or $external.passwordFile (and $external.sslCertSecret (not $external.password) (not $external.existingSecret))) -}}
password
{{- end -}}
{{- end }}

{{- define "lockstep.reader.secretName" -}}
{{- tpl .Values.reader.existingSecret . | default (printf "%s-reader" (include "lockstep.fullname" .)) -}}
{{- end }}

{{/* Where it is, and who: "owner" may change it and is for Jobs, "reader" is for the function. Takes a dict of root and as. */}}
{{- define "lockstep.database.env" -}}
{{- $external := .root.Values.externalDatabase }}
{{- $bundled := .root.Values.postgresql.enabled }}
{{- $auth := .root.Values.postgresql.auth }}
{{- $keys := include "lockstep.database.keys" .root | fromJson }}
{{- $secret := include "lockstep.database.secretName" .root }}
{{- $parts := list
    (dict "name" "HOST" "part" "Host" "value" (ternary (include "lockstep.postgresql.fullname" .root) (tpl $external.host .root) $bundled))
    (dict "name" "PORT" "part" "Port" "value" (ternary 5432 $external.port $bundled | int))
    (dict "name" "DB" "part" "Database" "value" (ternary $auth.database $external.database $bundled)) }}
{{- if ne .as "reader" }}
{{- $parts = append $parts (dict "name" "USER" "part" "User" "value" (ternary $auth.username $external.user $bundled)) }}
{{- end }}
{{- if not $keys.Uri }}
{{- range $part := $parts }}
- name: POSTGRES_{{ $part.name }}
  {{- if hasKey $keys $part.part }}
  valueFrom:
    secretKeyRef:
      name: {{ $secret | quote }}
      key: {{ index $keys $part.part | quote }}
  {{- else }}
  value: {{ include "lockstep.literal" $part.value }}
  {{- end }}
{{- end }}
{{- end }}
- name: POSTGRES_SCHEMA
  value: {{ include "lockstep.literal" .root.Values.databaseSchema }}
{{- if not $bundled }}
{{- with $external.sslmode }}
- name: POSTGRES_SSLMODE
  value: {{ . | quote }}
{{- end }}
{{- if include "lockstep.database.ca" .root }}
- name: POSTGRES_SSLROOTCERT
  value: /secrets/ca/ca.crt
{{- end }}
{{- if include "lockstep.database.clientCertificate" . }}
- name: POSTGRES_SSLCERT
  value: /secrets/certificate/tls.crt
- name: POSTGRES_SSLKEY
  value: /secrets/certificate/tls.key
{{- end }}
{{- end }}
{{- if ne .as "reader" }}
{{- if $keys.Uri }}
- name: POSTGRES_URI_FILE
  value: /secrets/database/uri
{{- else }}
{{- with ternary "/secrets/database/password" $external.passwordFile (eq (include "lockstep.database.mounted" .root) "password") }}
- name: POSTGRES_PASSWORD_FILE
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- if include "lockstep.reader.enabled" .root }}
- name: POSTGRES_READER_USER
  value: {{ include "lockstep.literal" .root.Values.reader.username }}
- name: POSTGRES_READER_PASSWORD_FILE
  value: /secrets/reader/password
{{- end }}
{{- end }}

{{- define "lockstep.database.volumeMounts" -}}
{{- if and (ne .as "reader") (include "lockstep.database.mounted" .root) }}
- name: database
  mountPath: /secrets/database
  readOnly: true
{{- end }}
{{- if include "lockstep.reader.enabled" .root }}
- name: reader
  mountPath: /secrets/reader
  readOnly: true
{{- end }}
{{- if include "lockstep.database.ca" .root }}
- name: ca
  mountPath: /secrets/ca
  readOnly: true
{{- end }}
{{- if include "lockstep.database.clientCertificate" . }}
- name: certificate
  mountPath: /secrets/certificate
  readOnly: true
{{- end }}
{{- end }}

{{/* Readable by all users of the container: Knative has no fsGroup. */}}
{{- define "lockstep.database.volumes" -}}
{{- $mounted := include "lockstep.database.mounted" .root }}
{{- if and (ne .as "reader") $mounted }}
- name: database
  secret:
    secretName: {{ include "lockstep.database.secretName" .root | quote }}
    defaultMode: 0444
    items:
      - key: {{ ternary .root.Values.externalDatabase.existingSecretUriKey (include "lockstep.database.secretKey" .root) (eq $mounted "uri") | quote }}
        path: {{ $mounted }}
{{- end }}
{{- if include "lockstep.reader.enabled" .root }}
- name: reader
  secret:
    secretName: {{ include "lockstep.reader.secretName" .root | quote }}
    defaultMode: 0444
    items:
      - key: {{ ternary .root.Values.reader.existingSecretPasswordKey "password" (not (empty .root.Values.reader.existingSecret)) | quote }}
        path: password
{{- end }}
{{- $external := .root.Values.externalDatabase }}
{{- if include "lockstep.database.ca" .root }}
- name: ca
  {{- if $external.sslRootCertSecret }}
  secret:
    secretName: {{ tpl $external.sslRootCertSecret .root | quote }}
    defaultMode: 0444
  {{- else }}
  configMap:
    name: {{ tpl $external.sslRootCertConfigMap .root | quote }}
  {{- end }}
    items:
      - key: {{ $external.sslRootCertKey | quote }}
        path: ca.crt
{{- end }}
{{- if include "lockstep.database.clientCertificate" . }}
- name: certificate
  secret:
    secretName: {{ include "lockstep.database.clientCertificate" . | quote }}
    defaultMode: 0444
    items:
      - key: {{ $external.sslCertKey | quote }}
        path: tls.crt
      - key: {{ $external.sslKeyKey | quote }}
        path: tls.key
{{- end }}
{{- end }}

{{- define "lockstep.database.ca" -}}
{{- if and (not .Values.postgresql.enabled) (or .Values.externalDatabase.sslRootCertSecret .Values.externalDatabase.sslRootCertConfigMap) }}true{{ end -}}
{{- end }}

{{/* Name of the Secret with it: a role's own, as the password is. Takes a dict of root and as. */}}
{{- define "lockstep.database.clientCertificate" -}}
{{- if not .root.Values.postgresql.enabled -}}
{{- tpl (ternary .root.Values.reader.sslCertSecret .root.Values.externalDatabase.sslCertSecret (eq .as "reader")) .root -}}
{{- end -}}
{{- end }}

{{/* Whom the function is to the database. */}}
{{- define "lockstep.serving.as" -}}
{{- ternary "reader" "owner" (eq (include "lockstep.reader.enabled" .) "true") -}}
{{- end }}

{{/*
Whether the function has a role of its own, which the Jobs make. The bundled PostgreSQL's owner may make one; that of another
server perhaps not, so there it has to be asked for. Where Helm can't look at the cluster no password can be generated.
*/}}
{{- define "lockstep.reader.enabled" -}}
{{- $reader := .Values.reader -}}
{{- if kindIs "bool" $reader.enabled -}}
{{- if $reader.enabled }}true{{ end -}}
{{- else if and .Values.postgresql.enabled .Values.serving.enabled (include "lockstep.hasJobs" .) (not (include "lockstep.hasTenants" .)) -}}
{{- if or $reader.password $reader.existingSecret (include "lockstep.hasCluster" .) }}true{{ end -}}
{{- end -}}
{{- end }}
