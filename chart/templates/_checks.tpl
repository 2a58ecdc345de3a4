{{/*
What a JSON schema can't say well: the schema holds types and unknown keys, this holds meaning. All faults at once.
*/}}
{{- define "lockstep.checks" -}}
{{- include "lockstep.values" . -}}
{{- $faults := concat
    (include "lockstep.checks.targets" . | splitList "\n")
    (include "lockstep.checks.migrations" . | splitList "\n")
    (include "lockstep.checks.tenants" . | splitList "\n")
    (include "lockstep.checks.contract" . | splitList "\n")
    (include "lockstep.checks.database" . | splitList "\n")
    (include "lockstep.checks.images" . | splitList "\n")
    (include "lockstep.checks.claim" . | splitList "\n")
    (include "lockstep.checks.accounts" . | splitList "\n")
    (include "lockstep.checks.egress" . | splitList "\n")
    (include "lockstep.checks.knative" . | splitList "\n")
    (include "lockstep.checks.serving" . | splitList "\n") | compact -}}
{{- if $faults -}}
{{- fail (printf "\n%s" (join "\n" $faults)) -}}
{{- end -}}
{{- end }}

{{/* The same rules as io.lockstep.targets.Target. */}}
{{- define "lockstep.checks.targets" -}}
{{- range $i, $target := .Values.migrations.targets }}
{{- $words := regexSplit "[ \t]+" (trim (toString $target)) -1 }}
{{- $fault := "" }}
{{- if and (eq (len $words) 1) (first $words) }}
{{- $fault = "has no version" }}
{{- else if ne (len $words) 2 }}
{{- $fault = "is not an app and a version" }}
{{- else if not (regexMatch "^[A-Za-z0-9_-]{1,40}$" (first $words)) }}
{{- $fault = "has a bad app name: letters, digits, _ and - only, and at most 40 characters" }}
{{- else if not (regexMatch "^(zero|latest|[Vv]?[0-9]+([._][0-9]+)*)$" (last $words)) }}
{{- $fault = "has a version that is neither a number, zero nor latest" }}
{{- else if gt (len (last $words)) 50 }}
{{- $fault = "has a version of more than 50 characters" }}
{{- end }}
{{- with $fault }}
{{ printf "migrations.targets[%d]: %q %s (right is \"main 0001\", \"main latest\" or \"main zero\")" $i (toString $target) . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "lockstep.checks.migrations" -}}
{{- range $app, $files := .Values.migrations.files }}
{{- if hasKey $.Values.migrations.configMaps $app }}
{{ printf "migrations.files.%s: migrations.configMaps has %s too; only one can be mounted" $app $app }}
{{- end }}
{{- end }}
{{- range $app, $files := .Values.migrations.files }}
{{- range $name, $_ := $files }}
{{- if not (regexMatch "^[-._A-Za-z0-9]+$" $name) }}
{{ printf "migrations.files.%s: a ConfigMap can't hold the file name %q: letters, digits, -, _ and . only" $app $name }}
{{- end }}
{{- end }}
{{- end }}
{{- range $app, $files := .Values.migrations.files }}
{{- $bytes := join "" (values $files) | len }}
{{- if gt $bytes 1048576 }}
{{ printf "migrations.files.%s: it has %d bytes, and a ConfigMap holds %d; build an image with them" $app $bytes 1048576 }}
{{- end }}
{{- end }}
{{- range $app, $_ := merge dict .Values.migrations.files .Values.migrations.configMaps }}
{{- if not (regexMatch "^[A-Za-z0-9_-]{1,40}$" $app) }}
{{ printf "migrations: %q is no app name: letters, digits, _ and - only, and at most 40 characters" $app }}
{{- end }}
{{- end }}
{{- if and (eq .Values.migrations.hook "argocd") .Values.migrations.suspend }}
migrations.suspend: Argo CD would wait for its hook until somebody starts it; use plain Jobs
{{- end }}
{{- if and (eq .Values.migrations.hook "argocd") (include "lockstep.hasCluster" .) }}
migrations.hook: argocd is for Argo CD, whose hooks may keep their names; Helm can't change a Job that is there, so use plain Jobs or pre-upgrade with Helm
{{- end }}
{{- if eq .Values.migrations.podReplacementPolicy "TerminatingOrFailed" }}
migrations.podReplacementPolicy: Kubernetes takes Failed alone for Jobs with a podFailurePolicy, which these have
{{- end }}
{{- if and .Values.migrations.podReplacementPolicy (semverCompare "<1.29.0-0" .Capabilities.KubeVersion.Version) }}
migrations.podReplacementPolicy: needs Kubernetes 1.29
{{- end }}
{{- if and .Values.migrations.sidecars (semverCompare "<1.29.0-0" .Capabilities.KubeVersion.Version) }}
migrations.sidecars: needs Kubernetes 1.29, which ends them when the Job's own container has ended
{{- end }}
{{- if include "lockstep.hasEarlyJobs" . }}
{{- if .Values.migrations.suspend }}
migrations.suspend: Helm would wait for its hook until its timeout is over; use plain Jobs
{{- end }}
{{- if .Values.postgresql.enabled }}
migrations.hook: the bundled PostgreSQL is not there yet when the hook runs; use externalDatabase, or plain Jobs
{{- else if and (include "lockstep.database.mounted" .) (not .Values.externalDatabase.existingSecret) }}
migrations.hook: the chart's Secret is not there yet when the hook runs; use externalDatabase.existingSecret
{{- end }}
{{- if include "lockstep.reader.enabled" . }}
{{- if not .Values.reader.existingSecret }}
migrations.hook: the chart's Secret is not there yet when the hook runs; use reader.existingSecret
{{- end }}
{{- end }}
{{- if .Values.migrations.files }}
migrations.hook: the chart's ConfigMaps are not there yet when the hook runs; use migrations.configMaps, or an image
{{- end }}
{{- end }}
{{- end }}

{{- define "lockstep.checks.tenants" -}}
{{- $tenants := .Values.migrations.tenants }}
{{- $canary := $tenants.canary }}
{{- if include "lockstep.hasTenants" . }}
{{- if gt (len (compact (list (ternary "list" "" (gt (len $tenants.list) 0)) $tenants.existingSecret $tenants.existingConfigMap $tenants.query $tenants.schemas))) 1 }}
migrations.tenants: list, existingSecret, existingConfigMap, query and schemas are five ways to say the same; set one of them
{{- end }}
{{- if and $tenants.schemas $tenants.createSchema }}
migrations.tenants.createSchema: migrations.tenants.schemas finds the schemas that exist; a list or a query names new ones
{{- end }}
{{- if and (not $tenants.list) (not $tenants.schemas) (lt (int $tenants.shares) 1) }}
migrations.tenants.shares: needed without a list, since Helm can't count the tenants then; the indexes share them
{{- end }}
{{- if and (not $tenants.list) $canary.count }}
migrations.tenants.canary.count: it counts from the list; name the canaries in canary.names
{{- end }}
{{- if and $canary.count $canary.names }}
migrations.tenants.canary: count and names are two ways to say the same; set one of them
{{- end }}
{{- if and $tenants.list (gt (int $canary.count) (len $tenants.list)) }}
{{ printf "migrations.tenants.canary.count: the list has only %d" (len $tenants.list) }}
{{- end }}
{{- $bytes := include "lockstep.tenants.json" . | len }}
{{- if gt $bytes 1048576 }}
{{ printf "migrations.tenants.list: it has %d bytes, and a ConfigMap holds %d; keep the tenants in a table, and give a query" $bytes 1048576 }}
{{- end }}
{{- $names := list }}
{{- range $tenant := $tenants.list }}
{{- if has $tenant.name $names }}
{{ printf "migrations.tenants.list: %s is there twice" $tenant.name }}
{{- end }}
{{- $names = append $names $tenant.name }}
{{- end }}
{{- if ne (len $canary.names) (len (uniq $canary.names)) }}
migrations.tenants.canary.names: one is there twice
{{- end }}
{{- range $name := $canary.names }}
{{- if and $tenants.list (not (has $name $names)) }}
{{ printf "migrations.tenants.canary.names: the list has no %s" $name }}
{{- end }}
{{- end }}
{{- if and $tenants.list (include "lockstep.hasEarlyJobs" .) }}
migrations.hook: the chart's ConfigMaps are not there yet when the hook runs; use migrations.tenants.existingConfigMap, existingSecret, query or schemas
{{- end }}
{{- if semverCompare "<1.29.0-0" .Capabilities.KubeVersion.Version }}
migrations.tenants: needs Kubernetes 1.29, whose Jobs count failures by index
{{- end }}
{{- else if or $canary.count $canary.names }}
migrations.tenants.canary: there are no tenants
{{- else if $tenants.createSchema }}
migrations.tenants.createSchema: there are no tenants
{{- end }}
{{- end }}

{{- define "lockstep.checks.database" -}}
{{- $external := .Values.externalDatabase }}
{{- $keys := include "lockstep.database.keys" . | fromJson }}
{{- if and .Values.postgresql.enabled $external.host }}
externalDatabase.host: postgresql.enabled is true as well; set one of them
{{- else if not (or .Values.postgresql.enabled $external.host $keys.Host $keys.Uri) }}
externalDatabase.host: needed with postgresql.enabled=false, unless externalDatabase.existingSecret has it
{{- end }}
{{- range $part := list "Host" "Port" "User" "Database" "Uri" }}
{{- $key := printf "existingSecret%sKey" $part }}
{{- if and (index $external $key) (not $external.existingSecret) }}
{{ printf "externalDatabase.%s: it is a key in externalDatabase.existingSecret, which is empty" $key }}
{{- end }}
{{- end }}
{{- if and $external.host $keys.Host }}
externalDatabase.existingSecretHostKey: externalDatabase.host says the same; set one of them
{{- end }}
{{- if $keys.Uri }}
{{- range $name, $default := dict "host" "" "port" 5432 "user" "postgres" "database" "postgres" "passwordFile" "" "existingSecretHostKey" "" "existingSecretPortKey" "" "existingSecretUserKey" "" "existingSecretDatabaseKey" "" }}
{{- if ne (index $external $name | toString) (toString $default) }}
{{ printf "externalDatabase.%s: the URI in externalDatabase.existingSecretUriKey says it already; leave one of them out" $name }}
{{- end }}
{{- end }}
{{- if eq (include "lockstep.serving.as" .) "reader" }}
externalDatabase.existingSecretUriKey: with reader.enabled the function must not see the owner's password, which the URI has; give existingSecretHostKey, existingSecretPortKey, existingSecretUserKey and existingSecretDatabaseKey in its place
{{- end }}
{{- end }}
{{- if and $external.passwordFile (or $external.password $external.existingSecret) (not (or $keys.Host $keys.Port $keys.User $keys.Database)) }}
externalDatabase.passwordFile: externalDatabase.password or existingSecret gives it as well; set one of them
{{- end }}
{{- if and $external.sslRootCertSecret $external.sslRootCertConfigMap }}
externalDatabase.sslRootCertConfigMap: externalDatabase.sslRootCertSecret gives it as well; set one of them
{{- end }}
{{- $hasCluster := include "lockstep.hasCluster" . }}
{{- if and .Values.postgresql.enabled (not $hasCluster) (not .Values.postgresql.auth.password) (not .Values.postgresql.auth.existingSecret) }}
postgresql.auth.existingSecret: needed where Helm can't look at the cluster (Argo CD, helm template, --dry-run without =server), or each rendering would make another password; postgresql.auth.password does as well
{{- end }}
{{- if and (include "lockstep.reader.enabled" .) (not $hasCluster) (not .Values.reader.password) (not .Values.reader.existingSecret) }}
reader.existingSecret: needed where Helm can't look at the cluster (Argo CD, helm template, --dry-run without =server), or each rendering would make another password; reader.password does as well
{{- end }}
{{- end }}

{{/*
Kubernetes would refuse it after Helm has begun: an upgrade that is half done keeps the Jobs of the revision before, and
a rollback to that one would find them finished and run nothing.
*/}}
{{- define "lockstep.checks.claim" -}}
{{- $set := lookup "apps/v1" "StatefulSet" (include "lockstep.namespace" .) (include "lockstep.postgresql.fullname" .) }}
{{- if and .Values.postgresql.enabled $set }}
{{- $persistence := .Values.postgresql.persistence }}
{{- $wanted := and $persistence.enabled (not $persistence.existingClaim) }}
{{- $out := "can't be changed by an upgrade" }}
{{- if ne (not $wanted) (not $set.spec.volumeClaimTemplates) }}
{{ printf "postgresql.persistence: whether the chart makes the claim %s; set enabled and existingClaim back, or delete the StatefulSet with --cascade=orphan before you upgrade" $out }}
{{- else if $wanted }}
{{- $claim := first $set.spec.volumeClaimTemplates }}
{{- $new := include "lockstep.postgresql.claim" . | fromYaml }}
{{- $size := $claim.spec.resources.requests.storage }}
{{- if ne (include "lockstep.quantity" (toString $size)) (include "lockstep.quantity" $new.spec.resources.requests.storage) }}
{{ printf "postgresql.persistence.size: it is %s and %s; enlarge the claim itself, and delete the StatefulSet with --cascade=orphan before you upgrade" $size $out }}
{{- end }}
{{- $class := $claim.spec.storageClassName | default "" }}
{{- if ne $class ($new.spec.storageClassName | default "") }}
{{ printf "postgresql.persistence.storageClass: it is %q and %s; set it back, or move the data to a new installation" $class $out }}
{{- end }}
{{- with $claim.spec.accessModes }}
{{- if ne (toJson .) (toJson $new.spec.accessModes) }}
{{ printf "postgresql.persistence.accessModes: they are %s and %s; set them back, or delete the StatefulSet with --cascade=orphan before you upgrade" (join ", " .) $out }}
{{- end }}
{{- end }}
{{- if ne (dig "metadata" "annotations" dict $claim | default dict | toJson) ($new.metadata.annotations | default dict | toJson) }}
{{ printf "postgresql.persistence.annotations: they are the claim's and %s; set them back, annotate the claim itself, or delete the StatefulSet with --cascade=orphan before you upgrade" $out }}
{{- end }}
{{- end }}
{{- include "lockstep.checks.selector" (dict "root" . "component" "postgresql" "object" $set) }}
{{- include "lockstep.checks.data" (dict "root" . "set" $set) }}
{{- end }}
{{- if eq (include "lockstep.servingMode" .) "deployment" }}
{{- with lookup "apps/v1" "Deployment" (include "lockstep.namespace" .) (include "lockstep.fullname" .) }}
{{- include "lockstep.checks.selector" (dict "root" $ "component" "serving" "object" .) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Takes a dict of root, component, and object: what is there. */}}
{{- define "lockstep.checks.selector" -}}
{{- with dig "spec" "selector" "matchLabels" dict .object }}
{{- $wanted := include "lockstep.selectorLabels" $ | fromYaml }}
{{- if ne (toJson .) (toJson $wanted) }}
{{ printf "nameOverride: the %s %s was made with the name %q, and its selector can't be changed by an upgrade; set nameOverride back, or set another fullnameOverride as well" $.object.kind $.object.metadata.name (get . "app.kubernetes.io/name") }}
{{- end }}
{{- end }}
{{- end }}

{{/*
What the data were made with. A pod that isn't ready is no witness: perhaps it can't read them, and this upgrade puts that
right. The pod looks for itself when it starts. Takes a dict of root and set.
*/}}
{{- define "lockstep.checks.data" -}}
{{- $container := dig "spec" "template" "spec" "containers" (list dict) .set | first }}
{{- $values := .root.Values.postgresql }}
{{- if or (not .set.status) (dig "status" "readyReplicas" 0 .set) }}
{{- $is := include "lockstep.postgresql.major" (get $container "image" | toString) }}
{{- $new := include "lockstep.postgresql.major" (include "lockstep.imageName" (dict "root" .root "image" $values.image "tag" "")) }}
{{- if and $is $new (ne $is $new) $values.persistence.enabled }}
{{ printf "postgresql.image.tag: the data are of PostgreSQL %s, and %s can't read them; set the tag back to %s, or dump the data and restore them into a new installation" $is $new $is }}
{{- end }}
{{- $names := dict "POSTGRES_USER" "username" "POSTGRES_DB" "database" }}
{{- range get $container "env" | default list }}
{{- $name := get $names .name }}
{{- $made := get . "value" | toString | replace "$$" "$" }}
{{- if and $name $values.persistence.enabled (ne $made (index $values.auth $name)) }}
{{ printf "postgresql.auth.%s: the database was made with %s, and an upgrade doesn't rename it; set it back, or restore the data into a new installation" $name $made }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "lockstep.checks.accounts" -}}
{{- $migrations := .Values.migrations.serviceAccount }}
{{- $serving := .Values.serving.serviceAccount }}
{{- range $component, $account := dict "migrations" $migrations "serving" $serving }}
{{- $name := include "lockstep.serviceAccountName" (dict "root" $ "component" $component) }}
{{- if and $account.annotations (or (not $account.create) (eq $name "default")) }}
{{ printf "%s.serviceAccount.annotations: the ServiceAccount %s is not the chart's to annotate; annotate it yourself, or set create=true and another name" $component $name }}
{{- end }}
{{- if and $.Values.postgresql.enabled $account.create (eq $name (include "lockstep.postgresql.fullname" $)) }}
{{ printf "%s.serviceAccount.name: the bundled PostgreSQL has an account %s; set another name" $component $name }}
{{- end }}
{{- end }}
{{- $names := list (include "lockstep.serviceAccountName" (dict "root" . "component" "migrations")) (include "lockstep.serviceAccountName" (dict "root" . "component" "serving")) }}
{{- if eq (first $names) (last $names) }}
{{- range $key, $value := $migrations.annotations }}
{{- if ne $value (get $serving.annotations $key | default $value) }}
{{ printf "serving.serviceAccount.annotations: %s has another value in migrations.serviceAccount, and both are the account %s; set one of them, or another name" $key (first $names) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "lockstep.checks.serving" -}}
{{- $serving := .Values.serving }}
{{- range $component := list "migrations" "serving" }}
{{- $pod := index $.Values $component }}
{{- if and (eq $pod.dnsPolicy "None") (not $pod.dnsConfig) }}
{{ printf "%s.dnsPolicy: with None nothing says how names are looked up; set %s.dnsConfig as well" $component $component }}
{{- end }}
{{- end }}
{{- if eq (include "lockstep.servingMode" .) "knative" }}
{{- range $key := list "ingress" "httpRoute" "autoscaling" }}
{{- if (index $serving $key).enabled }}
{{ printf "serving.%s: Knative routes and scales by itself; leave it out, or set serving.mode=deployment" $key }}
{{- end }}
{{- end }}
{{- if and $serving.public $serving.knative.visibility }}
serving.public: serving.knative.visibility=cluster-local says the contrary; set one of them
{{- end }}
{{- if or $serving.networkPolicy.enabled $serving.networkPolicy.from }}
serving.networkPolicy: Knative's own pods ask the function for everybody, so it would hide nothing; set serving.knative.visibility=cluster-local, or serving.mode=deployment
{{- end }}
{{- if ne (int $serving.replicaCount) 1 }}
serving.replicaCount: Knative scales by itself; set serving.knative.minScale and maxScale, or serving.mode=deployment
{{- end }}
{{- if or $serving.pdb.create (ne (toString $serving.pdb.minAvailable) "") (ne (toString $serving.pdb.maxUnavailable) "1") }}
serving.pdb: a budget can't be met by a function that scales to zero; set serving.knative.minScale, or serving.mode=deployment
{{- end }}
{{- $service := $serving.service }}
{{- if or (ne $service.type "ClusterIP") (ne (int $service.ports.http) 80) $service.nodePorts.http $service.annotations }}
serving.service: Knative makes the Services by itself, on port 80; leave it out, or set serving.mode=deployment
{{- end }}
{{- if ne (toJson $serving.updateStrategy) (toJson (dict "type" "RollingUpdate")) }}
serving.updateStrategy: Knative moves the traffic by itself; leave it out, or set serving.mode=deployment
{{- end }}
{{- if and (gt (int $serving.knative.maxScale) 0) (gt (int $serving.knative.minScale) (int $serving.knative.maxScale)) }}
{{ printf "serving.knative.minScale: it is %d, and maxScale %d; set maxScale at least as high, or 0 for any number" (int $serving.knative.minScale) (int $serving.knative.maxScale) }}
{{- end }}
{{- end }}
{{- if and $serving.autoscaling.enabled (gt (int $serving.autoscaling.minReplicas) (int $serving.autoscaling.maxReplicas)) }}
{{ printf "serving.autoscaling.minReplicas: it is %d, and maxReplicas %d; set maxReplicas at least as high" (int $serving.autoscaling.minReplicas) (int $serving.autoscaling.maxReplicas) }}
{{- end }}
{{- if and $serving.pdb.create (eq (toString $serving.pdb.minAvailable) "") (eq (toString $serving.pdb.maxUnavailable) "") }}
serving.pdb: a budget without a number protects nothing; set minAvailable or maxUnavailable, or create=false
{{- end }}
{{- if and $serving.autoscaling.enabled (not $serving.autoscaling.targetCPU) (not $serving.autoscaling.targetMemory) }}
serving.autoscaling: Kubernetes would take a target of its own without any; set targetCPU or targetMemory
{{- end }}
{{- if ge (int $serving.minReadySeconds) (int $serving.progressDeadlineSeconds) }}
{{ printf "serving.minReadySeconds: it is %d, and progressDeadlineSeconds %d; set that higher" (int $serving.minReadySeconds) (int $serving.progressDeadlineSeconds) }}
{{- end }}
{{- range $key := list "podMonitor" "prometheusRule" "grafanaDashboard" }}
{{- if and (index $serving.metrics $key).enabled (not $serving.metrics.enabled) }}
{{ printf "serving.metrics.%s: there is nothing to read; set serving.metrics.enabled=true" $key }}
{{- end }}
{{- end }}
{{- if and $serving.metrics.podMonitor.enabled $serving.basicAuth.existingSecret (not $serving.metrics.podMonitor.basicAuth) }}
serving.metrics.podMonitor.basicAuth: /metrics wants a login as well; name a Secret and its keys with a user and a password
{{- end }}
{{- $hosts := dict }}
{{- if $serving.ingress.enabled }}
{{- $_ := set $hosts "ingress.hostname" (list $serving.ingress.hostname) }}
{{- range $i, $host := $serving.ingress.extraHosts }}
{{- $_ := set $hosts (printf "ingress.extraHosts[%d].name" $i) (list $host.name) }}
{{- end }}
{{- end }}
{{- if $serving.httpRoute.enabled }}
{{- $_ := set $hosts "httpRoute.hostnames" ($serving.httpRoute.hostnames | default list) }}
{{- end }}
{{- range $key, $names := $hosts }}
{{- range $names }}
{{- $name := tpl . $ }}
{{- if not (regexMatch "^((\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$" $name) }}
{{ printf "serving.%s: %q is no host name that Kubernetes takes: small letters, digits, - and . only, without https:// and a port" $key $name }}
{{- end }}
{{- end }}
{{- end }}
{{- if and $serving.httpRoute.enabled (not $serving.httpRoute.parentRefs) }}
serving.httpRoute.parentRefs: needed, like [{name: my-gateway}]
{{- end }}
{{- end }}
