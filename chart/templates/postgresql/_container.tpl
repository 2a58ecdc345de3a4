{{/* What PostgreSQL's containers have in common. */}}
{{- define "lockstep.postgresql.container" -}}
{{- $values := .Values.postgresql -}}
image: {{ include "lockstep.imageName" (dict "root" . "image" $values.image "tag" "") | quote }}
imagePullPolicy: {{ $values.image.pullPolicy | quote }}
{{- include "lockstep.securityContext" $values.containerSecurityContext }}
{{- with $values.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
env:
  - name: POSTGRES_USER
    value: {{ include "lockstep.literal" $values.auth.username }}
  - name: POSTGRES_DB
    value: {{ include "lockstep.literal" $values.auth.database }}
  - name: POSTGRES_PASSWORD
    valueFrom:
      secretKeyRef:
        name: {{ include "lockstep.database.secretName" . | quote }}
        key: {{ include "lockstep.database.secretKey" . | quote }}
  # Not where the image declares a volume, which is another path since version 18: a runtime may mount an empty one there.
  - name: PGDATA
    value: /data/pgdata
volumeMounts:
  - name: data
    mountPath: /data
  - name: run
    mountPath: /var/run/postgresql
  - name: tmp
    mountPath: /tmp
  - name: shm
    mountPath: /dev/shm
{{- end }}
