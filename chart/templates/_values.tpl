{{/*
Values that are text although YAML may have made numbers of them: `--set image.tag=15` gives a number. The schema takes
whole numbers for them, and this makes text of them before anything uses them. lockstep.name includes it, and so does what
comes before any name. A list or a group stands for all in it; [] goes through a list of groups.
*/}}
{{- define "lockstep.values.texts" -}}
- nameOverride
- fullnameOverride
- commonLabels
- commonAnnotations
- namespaceOverride
- chartReference
- image
- image.pullSecrets
- migrations.rerun
- migrations.configMaps
- migrations.tenants.list[].name
- migrations.tenants.list[].host
- migrations.tenants.list[].database
- migrations.tenants.list[].schema
- migrations.tenants.list[].user
- migrations.tenants.list[].passwordSecret
- migrations.tenants.list[].passwordKey
- migrations.tenants.existingSecret
- migrations.tenants.existingConfigMap
- migrations.tenants.query
- migrations.tenants.schemas
- migrations.tenants.canary.names
- migrations.contract.waitFor[].name
- migrations.contract.waitFor[].image
- migrations.contract.annotations
- migrations.contract.serviceAccount.name
- migrations.contract.serviceAccount.annotations
- migrations.extraArgs
- migrations.scheduleArgs
- migrations.annotations
- migrations.podAnnotations
- migrations.podLabels
- migrations.extraEnvVars[].name
- migrations.extraEnvVars[].value
- migrations.extraEnvVarsCM
- migrations.extraEnvVarsSecret
- migrations.nodeSelector
- migrations.priorityClassName
- migrations.schedulerName
- migrations.runtimeClassName
- migrations.serviceAccount.name
- migrations.serviceAccount.annotations
- serving.knative.revisionAnnotations
- serving.knative.revisionName
- serving.knative.traffic[].revisionName
- serving.service.annotations
- serving.ingress.hostname
- serving.ingress.ingressClassName
- serving.ingress.annotations
- serving.httpRoute.hostnames
- serving.httpRoute.annotations
- serving.metrics.podMonitor.namespace
- serving.metrics.podMonitor.labels
- serving.metrics.prometheusRule.namespace
- serving.metrics.prometheusRule.labels
- serving.metrics.grafanaDashboard.namespace
- serving.metrics.grafanaDashboard.labels
- serving.metrics.grafanaDashboard.annotations
- serving.annotations
- serving.podAnnotations
- serving.podLabels
- serving.extraEnvVars[].name
- serving.extraEnvVars[].value
- serving.extraEnvVarsCM
- serving.extraEnvVarsSecret
- serving.nodeSelector
- serving.priorityClassName
- serving.schedulerName
- serving.runtimeClassName
- serving.serviceAccount.name
- serving.serviceAccount.annotations
- databaseSchema
- reader
- externalDatabase.host
- externalDatabase.user
- externalDatabase.password
- externalDatabase.existingSecret
- externalDatabase.existingSecretPasswordKey
- externalDatabase.existingSecretHostKey
- externalDatabase.existingSecretPortKey
- externalDatabase.existingSecretUserKey
- externalDatabase.existingSecretDatabaseKey
- externalDatabase.existingSecretUriKey
- externalDatabase.database
- externalDatabase.sslRootCertSecret
- externalDatabase.sslRootCertConfigMap
- externalDatabase.sslRootCertKey
- externalDatabase.sslCertSecret
- externalDatabase.sslCertKey
- externalDatabase.sslKeyKey
- postgresql.image
- postgresql.image.pullSecrets
- postgresql.auth
- postgresql.auth.secretKeys
- postgresql.args
- postgresql.persistence.existingClaim
- postgresql.persistence.storageClass
- postgresql.persistence.size
- postgresql.persistence.annotations
- postgresql.podAnnotations
- postgresql.podLabels
- postgresql.nodeSelector
- postgresql.priorityClassName
{{- end }}

{{/*
What is empty when it is not given. YAML makes null of a key with nothing, or only comments, behind it, and means the same.
*/}}
{{- define "lockstep.values.empty" -}}
commonLabels: {}
commonAnnotations: {}
image.pullSecrets: []
migrations.files: {}
migrations.configMaps: {}
migrations.tenants.list: []
migrations.tenants.canary.names: []
migrations.extraArgs: []
migrations.annotations: {}
migrations.podAnnotations: {}
migrations.podLabels: {}
migrations.initContainers: []
migrations.contract.serviceAccount.annotations: {}
migrations.serviceAccount.annotations: {}
serving.podAnnotations: {}
serving.ingress.extraHosts: []
serving.knative.revisionAnnotations: {}
serving.initContainers: []
serving.serviceAccount.annotations: {}
postgresql.podAnnotations: {}
postgresql.podLabels: {}
postgresql.image.pullSecrets: []
postgresql.auth.password: ""
postgresql.auth.existingSecret: ""
externalDatabase.password: ""
reader.password: ""
reader.existingSecret: ""
reader.sslCertSecret: ""
serving.pdb.minAvailable: ""
{{- end }}

{{/* Takes a dict of group, keys (from the group on), and empty. */}}
{{- define "lockstep.values.fill" -}}
{{- $key := first .keys }}
{{- if gt (len .keys) 1 }}
{{- include "lockstep.values.fill" (dict "group" (get .group $key) "keys" (rest .keys) "empty" .empty) }}
{{- else if kindIs "invalid" (index .group $key) }}
{{- $_ := set .group $key .empty }}
{{- end }}
{{- end }}

{{- define "lockstep.values" -}}
{{- if not (hasKey .Values "textsAreText") }}
{{- range $path, $empty := include "lockstep.values.empty" . | fromYaml }}
{{- include "lockstep.values.fill" (dict "group" $.Values "keys" (splitList "." $path) "empty" $empty) }}
{{- end }}
{{- range $path := include "lockstep.values.texts" . | fromYamlArray }}
{{- include "lockstep.values.makeText" (dict "group" $.Values "keys" (splitList "." $path) "path" $path) }}
{{- end }}
{{- $_ := set .Values "textsAreText" true }}
{{- end }}
{{- end }}

{{/* Takes a dict of group, keys (from the group on), and path. */}}
{{- define "lockstep.values.makeText" -}}
{{- $path := .path }}
{{- $key := first .keys | trimSuffix "[]" }}
{{- $value := get (.group | default dict) $key }}
{{- if gt (len .keys) 1 }}
{{- $groups := ternary $value (list $value) (kindIs "slice" $value) }}
{{- range $group := $groups }}
{{- include "lockstep.values.makeText" (dict "group" $group "keys" (rest $.keys) "path" $path) }}
{{- end }}
{{- else if kindIs "map" $value }}
{{- range $name, $part := $value }}
{{- if or (kindIs "float64" $part) (kindIs "int64" $part) }}
{{- $_ := set $value $name (include "lockstep.values.text" (dict "number" $part "path" (printf "%s.%s" $path $name))) }}
{{- end }}
{{- end }}
{{- else if kindIs "slice" $value }}
{{- $texts := list }}
{{- range $i, $part := $value }}
{{- if or (kindIs "float64" $part) (kindIs "int64" $part) }}
{{- $part = include "lockstep.values.text" (dict "number" $part "path" (printf "%s[%d]" $path $i)) }}
{{- end }}
{{- $texts = append $texts $part }}
{{- end }}
{{- $_ := set .group $key $texts }}
{{- else if or (kindIs "float64" $value) (kindIs "int64" $value) }}
{{- $_ := set .group $key (include "lockstep.values.text" (dict "number" $value "path" $path)) }}
{{- else if and (not $value) .group (not (contains "[]" $path)) }}
{{- $_ := set .group $key "" }}
{{- end }}
{{- end }}

{{/*
A number that a file has is a float64 to Helm, and 1e3 is 1000 to it: what may have been written so is refused. Takes a
dict of number and path.
*/}}
{{- define "lockstep.values.text" -}}
{{- if kindIs "int64" .number -}}
{{- .number -}}
{{- else if and (ne .number 0.0) (eq (mod (int64 .number) 1000) 0) -}}
{{- fail (printf "\n%s: %.0f may be what YAML has made of another text, like 1e3 of 1000; quote it, or pass it by --set-string" .path .number) -}}
{{- else -}}
{{- printf "%.0f" .number -}}
{{- end -}}
{{- end }}
