{{/* How pods reach the database. Passwords are files from a Secret, never text in a pod. */}}

{{- define "lockstep.database.secretName" -}}
{{- if .Values.postgresql.enabled -}}
{{- default (include "lockstep.postgresql.fullname" .) .Values.postgresql.auth.existingSecret -}}
{{- else -}}
{{- default (printf "%s-database" (include "lockstep.fullname" .)) .Values.externalDatabase.existingSecret -}}
{{- end -}}
{{- end }}

{{- define "lockstep.database.secretKey" -}}
{{- if .Values.postgresql.enabled -}}
{{- ternary .Values.postgresql.auth.secretKeys.userPasswordKey "password" (not (empty .Values.postgresql.auth.existingSecret)) -}}
{{- else -}}
{{- ternary .Values.externalDatabase.existingSecretPasswordKey "password" (not (empty .Values.externalDatabase.existingSecret)) -}}
{{- end -}}
{{- end }}

{{- define "lockstep.reader.secretName" -}}
{{- default (printf "%s-reader" (include "lockstep.fullname" .)) .Values.reader.existingSecret -}}
{{- end }}

{{/* Where it is, and who: "owner" may change it and is for Jobs, "reader" is for the function. Takes a dict of root and as. */}}
{{- define "lockstep.database.env" -}}
{{- $external := .root.Values.externalDatabase }}
{{- $bundled := .root.Values.postgresql.enabled }}
- name: POSTGRES_HOST
  value: {{ ternary (include "lockstep.postgresql.fullname" .root) $external.host $bundled | quote }}
- name: POSTGRES_PORT
  value: {{ ternary 5432 $external.port $bundled | int | quote }}
- name: POSTGRES_DB
  value: {{ ternary .root.Values.postgresql.auth.database $external.database $bundled | quote }}
- name: POSTGRES_SCHEMA
  value: {{ .root.Values.databaseSchema | quote }}
{{- if not $bundled }}
{{- with $external.sslmode }}
- name: POSTGRES_SSLMODE
  value: {{ . | quote }}
{{- end }}
{{- if $external.sslRootCertSecret }}
- name: POSTGRES_SSLROOTCERT
  value: /secrets/ca/ca.crt
{{- end }}
{{- end }}
{{- if ne .as "reader" }}
- name: POSTGRES_USER
  value: {{ ternary .root.Values.postgresql.auth.username $external.user $bundled | quote }}
- name: POSTGRES_PASSWORD_FILE
  value: /secrets/database/password
{{- end }}
{{- if .root.Values.reader.enabled }}
- name: POSTGRES_READER_USER
  value: {{ .root.Values.reader.username | quote }}
- name: POSTGRES_READER_PASSWORD_FILE
  value: /secrets/reader/password
{{- end }}
{{- end }}

{{- define "lockstep.database.volumeMounts" -}}
{{- if ne .as "reader" }}
- name: database
  mountPath: /secrets/database
  readOnly: true
{{- end }}
{{- if .root.Values.reader.enabled }}
- name: reader
  mountPath: /secrets/reader
  readOnly: true
{{- end }}
{{- if include "lockstep.database.ca" .root }}
- name: ca
  mountPath: /secrets/ca
  readOnly: true
{{- end }}
{{- end }}

{{/* Readable by all users of the container: Knative has no fsGroup. */}}
{{- define "lockstep.database.volumes" -}}
{{- if ne .as "reader" }}
- name: database
  secret:
    secretName: {{ include "lockstep.database.secretName" .root | quote }}
    defaultMode: 0444
    items:
      - key: {{ include "lockstep.database.secretKey" .root | quote }}
        path: password
{{- end }}
{{- if .root.Values.reader.enabled }}
- name: reader
  secret:
    secretName: {{ include "lockstep.reader.secretName" .root | quote }}
    defaultMode: 0444
    items:
      - key: {{ ternary .root.Values.reader.existingSecretPasswordKey "password" (not (empty .root.Values.reader.existingSecret)) | quote }}
        path: password
{{- end }}
{{- if include "lockstep.database.ca" .root }}
- name: ca
  secret:
    secretName: {{ .root.Values.externalDatabase.sslRootCertSecret | quote }}
    defaultMode: 0444
    items:
      - key: {{ .root.Values.externalDatabase.sslRootCertKey | quote }}
        path: ca.crt
{{- end }}
{{- end }}

{{- define "lockstep.database.ca" -}}
{{- if and (not .Values.postgresql.enabled) .Values.externalDatabase.sslRootCertSecret }}true{{ end -}}
{{- end }}

{{/* Whom the function is to the database. */}}
{{- define "lockstep.serving.as" -}}
{{- ternary "reader" "owner" .Values.reader.enabled -}}
{{- end }}
