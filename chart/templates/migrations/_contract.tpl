{{/*
The Job of the contract steps, which the application's previous version can't live with: the rollout's last turn. Its init container
waits until the old pods are gone, and it alone may ask Kubernetes; the container that migrates can't.
*/}}

{{- define "lockstep.hasContract" -}}
{{- if and (include "lockstep.hasJobs" .) .Values.migrations.contract.waitFor }}true{{ end -}}
{{- end }}

{{/* Its ServiceAccount, Role and RoleBinding, whose name stays. */}}
{{- define "lockstep.contract.fullname" -}}
{{- include "lockstep.fullname" . }}-contract
{{- end }}

{{- define "lockstep.contract.account" -}}
{{- $account := .Values.migrations.contract.serviceAccount -}}
{{- if $account.name }}{{ tpl $account.name . }}
{{- else if $account.create }}{{ include "lockstep.contract.fullname" . }}
{{- else }}default{{ end -}}
{{- end }}

{{/* What it waits for, as a JSON array of kind, name and image, templates carried out. */}}
{{- define "lockstep.contract.workloads" -}}
{{- include "lockstep.values" . -}}
{{- $all := list -}}
{{- range .Values.migrations.contract.waitFor -}}
{{- $all = append $all (dict "kind" (.kind | default "Deployment") "name" (tpl .name $) "image" (tpl (.image | default "") $)) -}}
{{- end -}}
{{- toJson $all -}}
{{- end }}

{{/*
The same as rules of a Role. Pods and ReplicaSets can't be named, since their names aren't known: listing them is the least
that finds an old one.
*/}}
{{- define "lockstep.contract.rules" -}}
{{- $groups := dict "Deployment" "apps" "StatefulSet" "apps" "KnativeService" "serving.knative.dev" "Rollout" "argoproj.io" -}}
{{- $resources := dict "Deployment" "deployments" "StatefulSet" "statefulsets" "KnativeService" "services" "Rollout" "rollouts" -}}
{{- $names := dict -}}
{{- range include "lockstep.contract.workloads" . | fromJsonArray -}}
{{- $_ := set $names .kind (append (get $names .kind | default list) .name | uniq) -}}
{{- end -}}
{{- range $kind, $of := $names }}
- apiGroups: [{{ get $groups $kind }}]
  resources: [{{ get $resources $kind }}]
  resourceNames: {{ toJson $of }}
  verbs: [get]
{{- end }}
{{- if hasKey $names "Deployment" }}
- apiGroups: [apps]
  resources: [replicasets]
  verbs: [list]
{{- end }}
- apiGroups: [""]
  resources: [pods]
  verbs: [list]
{{- end }}

{{/* Seconds of a time like 90s, 10m, 1h or 2d; 0 of none. */}}
{{- define "lockstep.seconds" -}}
{{- $units := dict "s" 1 "m" 60 "h" 3600 "d" 86400 -}}
{{- with . }}{{ mul (regexFind "^[0-9]+" . | int) (get $units (regexFind "[smhd]$" .)) }}{{ else }}0{{ end -}}
{{- end }}

{{/* Where each app shall be in the end: of one app the last target alone, since a run of them all would go by way of the others. */}}
{{- define "lockstep.contract.targets" -}}
{{- $apps := dict -}}
{{- $last := list -}}
{{- range reverse .Values.migrations.targets -}}
{{- $app := first (regexSplit "[ \t]+" (trim (toString .)) -1) -}}
{{- if not (hasKey $apps $app) -}}
{{- $_ := set $apps $app true -}}
{{- $last = prepend $last . -}}
{{- end -}}
{{- end -}}
{{- toJson $last -}}
{{- end }}

{{/* Takes a dict of root, and rollout (its identity, or empty to compute the hash). */}}
{{- define "lockstep.contract.spec" -}}
backoffLimit: {{ .root.Values.migrations.backoffLimit | int }}
{{ include "lockstep.contract.limits" .root }}
{{ include "lockstep.job.failurePolicy" . }}
    {{- include "lockstep.contract.failureRule" . | nindent 4 }}
{{ $targets := include "lockstep.contract.targets" .root | fromJsonArray -}}
{{- $args := concat (list "migrate" "--contract") $targets .root.Values.migrations.extraArgs -}}
{{- $turns := include "lockstep.turns" .root -}}
{{- $job := dict "root" .root "args" $args "turn" (printf "%s/%s" $turns $turns) "rollout" .rollout "env" list -}}
{{- include "lockstep.job.template" (merge $job (include "lockstep.contract.parts" .root | fromYaml)) }}
{{- end }}

{{/* The wait, and after it what any Job may take. */}}
{{- define "lockstep.contract.limits" -}}
{{- $contract := .Values.migrations.contract -}}
{{- $wait := add (include "lockstep.seconds" $contract.deadline | int) (include "lockstep.seconds" $contract.minSoak | int) -}}
{{ include "lockstep.job.limits" (dict "Values" .Values "more" $wait) }}
{{- end }}

{{- define "lockstep.contract.failureRule" -}}
# Wrong usage, or old pods are left when the deadline is over.
- action: FailJob
  onExitCodes:
    containerName: wait
    operator: In
    values: [2, 8]
{{- end }}

{{/* What its pod has that the other Jobs' don't: see lockstep.job.template. */}}
{{- define "lockstep.contract.parts" -}}
labels:
  lockstep.io/job: contract
pod:
  account: {{ include "lockstep.contract.account" . | quote }}
  init:
    - {{- include "lockstep.contract.wait" . | nindent 6 }}
  volumes:
    - {{- include "lockstep.contract.token" . | nindent 6 }}
{{- end }}

{{/* The init container. */}}
{{- define "lockstep.contract.wait" -}}
{{- $contract := .Values.migrations.contract -}}
{{- $context := dict "root" . "settings" .Values.migrations "component" "migrations" "as" "owner" -}}
{{- $container := include "lockstep.container" $context | fromYaml -}}
{{- $mount := dict "name" "contract-token" "mountPath" "/var/run/secrets/kubernetes.io/serviceaccount" "readOnly" true -}}
{{- $_ := set $container "volumeMounts" (append $container.volumeMounts $mount) -}}
name: wait
{{ toYaml $container }}
args:
  - knative
  - await-rollout
  {{- range include "lockstep.contract.workloads" . | fromJsonArray }}
  - {{ printf "%s/%s%s" .kind .name (ternary "" (printf "=%s" .image) (empty .image)) | quote }}
  {{- end }}
  - --deadline={{ $contract.deadline }}
  {{- with $contract.minSoak }}
  - --min-soak={{ . }}
  {{- end }}
  - --release={{ include "lockstep.rollout.release" . }}
# POSTGRES_HOST and the like: the database shows what is waited for.
env:
  {{- include "lockstep.container.env" $context | nindent 2 }}
terminationMessagePolicy: FallbackToLogsOnError
{{- end }}

{{/* As Kubernetes itself would mount it into every container. */}}
{{- define "lockstep.contract.token" -}}
name: contract-token
projected:
  defaultMode: 0444
  sources:
    - serviceAccountToken: {path: token, expirationSeconds: 3600}
    - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}
    - downwardAPI: {items: [{path: namespace, fieldRef: {apiVersion: v1, fieldPath: metadata.namespace}}]}
{{- end }}

{{/* A hook of Argo CD's keeps its name; with Helm's hooks it is the one Job that is none. */}}
{{- define "lockstep.contract.suffix" -}}
{{- if ne .Values.migrations.hook "argocd" -}}
{{- printf "-%s" (include "lockstep.rollout.identity" .) -}}
{{- end -}}
{{- end }}

{{/* The Jobs, each with its name and what it is called in the notes, as a JSON array: one, or one for each wave of tenants. */}}
{{- define "lockstep.contract.jobs" -}}
{{- $suffix := include "lockstep.contract.suffix" . -}}
{{- $head := include "lockstep.job.head" (dict "root" . "suffix" $suffix) -}}
{{- $jobs := list -}}
{{- if include "lockstep.hasTenants" . -}}
{{- /* The pods of an Indexed Job have its name and their index as their host's name, of at most 63 characters as well. */ -}}
{{- if $suffix }}{{ $head = trunc 20 $head | trimSuffix "-" }}{{ end -}}
{{- range $wave := include "lockstep.tenants.waves" . | fromJsonArray -}}
{{- $jobs = append $jobs (dict "name" (printf "%s-contract-%s%s" $head $wave.name $suffix) "title" (printf "contract, %s" $wave.name) "wave" $wave) -}}
{{- end -}}
{{- else -}}
{{- $jobs = append $jobs (dict "name" (printf "%s-contract%s" $head $suffix) "title" "contract steps") -}}
{{- end -}}
{{- toJson $jobs -}}
{{- end }}

{{/* Argo CD runs PostSync hooks when all that it has synced is healthy. */}}
{{- define "lockstep.contract.annotations" -}}
{{- if eq .Values.migrations.hook "argocd" }}
argocd.argoproj.io/hook: PostSync
argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
{{- end }}
lockstep.io/target: {{ include "lockstep.contract.targets" . | fromJsonArray | join ", " | quote }}
lockstep.io/rollout: {{ include "lockstep.rollout.identity" . | quote }}
{{- end }}

{{/* What has no meaning together. */}}
{{- define "lockstep.checks.contract" -}}
{{- $contract := .Values.migrations.contract }}
{{- if $contract.waitFor }}
{{- if $contract.early }}
migrations.contract.early: contract steps come at once then, and there is nothing to wait for; leave out waitFor
{{- end }}
{{- $helm := and (ne .Values.migrations.hook "argocd") (eq (include "lockstep.rollout.order" .) "revision") }}
{{- range $i, $workload := include "lockstep.contract.workloads" . | fromJsonArray }}
{{- if and $helm (has $workload.kind (list "KnativeService" "Rollout")) (not $workload.image) }}
{{ printf "migrations.contract.waitFor[%d].image: needed for a %s, which Helm changes after it has made the Jobs: until then the old one looks rolled out; \":TAG\" will do" $i $workload.kind }}
{{- end }}
{{- end }}
{{- $account := include "lockstep.contract.account" . }}
{{- if $contract.serviceAccount.create }}
{{- range $component := list "migrations" "serving" }}
{{- if eq $account (include "lockstep.serviceAccountName" (dict "root" $ "component" $component)) }}
{{ printf "migrations.contract.serviceAccount.name: %s is the account of %s, which must not get its rights; set another name, or create=false" $account $component }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
