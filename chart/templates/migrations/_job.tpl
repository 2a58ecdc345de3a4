{{/*
The Jobs: one per target, or one per wave of tenants. Their specification can't be changed once they are there, so a new name has to come with
every change (Airflow 27561, Kong 43, Temporal 554).
*/}}

{{/* Whether Jobs are made at all. */}}
{{- define "lockstep.hasJobs" -}}
{{- if and .Values.migrations.enabled .Values.migrations.targets }}true{{ end -}}
{{- end }}

{{/* When a Job starts, how long it may take, and when it goes away. Takes the context, or a dict of Values and more (seconds). */}}
{{- define "lockstep.job.limits" -}}
{{- if .Values.migrations.suspend }}
suspend: true
{{- end }}
{{- with .Values.migrations.podReplacementPolicy }}
podReplacementPolicy: {{ . }}
{{- end }}
activeDeadlineSeconds: {{ add (int .Values.migrations.activeDeadlineSeconds) (.more | default 0) }}
{{- if not (kindIs "invalid" .Values.migrations.ttlSecondsAfterFinished) }}
ttlSecondsAfterFinished: {{ .Values.migrations.ttlSecondsAfterFinished | int }}
{{- end }}
{{- end }}

{{/* Takes a dict of root, index, target, and rollout (its identity, or empty to compute the hash). */}}
{{- define "lockstep.job.spec" -}}
backoffLimit: {{ .root.Values.migrations.backoffLimit | int }}
{{ include "lockstep.job.limits" .root }}
{{ include "lockstep.job.failurePolicy" . }}
{{ $args := concat (list "migrate" .target) .root.Values.migrations.extraArgs -}}
{{- if .root.Values.migrations.contract.early }}{{ $args = append $args "--contract-early" }}{{ end -}}
{{- $turn := printf "%d/%d" (add1 .index) (include "lockstep.turns" .root | int) -}}
{{- $env := list -}}
{{- if include "lockstep.hasContract" .root -}}
{{- $env = append $env (dict "name" "LOCKSTEP_CONTRACT_FOLLOWS" "value" "true") -}}
{{- end -}}
{{- include "lockstep.job.template" (dict "root" .root "args" $args "turn" $turn "rollout" .rollout "env" $env) }}
{{- end }}

{{/* How many turns the rollout has: one for each target, or one for all of every tenant, and one for the contract steps. */}}
{{- define "lockstep.turns" -}}
{{- add (ternary 1 (len .Values.migrations.targets) (eq (include "lockstep.hasTenants" .) "true")) (ternary 1 0 (eq (include "lockstep.hasContract" .) "true")) -}}
{{- end }}

{{- define "lockstep.job.failurePolicy" -}}
podFailurePolicy:
  rules:
    # A drained or lost node doesn't count as a try.
    - action: Ignore
      onPodConditions:
        - type: DisruptionTarget
    # Wrong usage, refused, a migration failed: trying again can't help. 1, 5 and 6 are tried again.
    - action: FailJob
      onExitCodes:
        containerName: migrate
        operator: In
        values: [2, 3, 4]
{{- end }}

{{/* A Job's pod. Takes a dict of root, args, turn, rollout, env (further variables), and perhaps pod (see lockstep.pod) and labels. */}}
{{- define "lockstep.job.template" -}}
{{- $values := .root.Values.migrations }}
{{- $context := merge (dict "root" .root "settings" $values "component" "migrations" "as" "owner") (.pod | default dict) -}}
template:
  metadata:
    labels:
      {{- include "lockstep.podLabels" (dict "root" .root "component" "migrations" "labels" (merge (.labels | default dict) $values.podLabels)) | nindent 6 }}
    {{- /* A new password makes new Jobs, also where no revision does: the reader's role gets its own from them. */}}
    {{- with merge dict $values.podAnnotations (include "lockstep.passwords.annotations" $context | fromYaml) }}
    annotations:
      {{- include "lockstep.given" (dict "root" $.root "value" .) | nindent 6 }}
    {{- end }}
  spec:
    restartPolicy: Never
    # SIGTERM ends a run after its step under way, which is cancelled 15 s before this.
    terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds | int }}
    {{- include "lockstep.pod" $context | nindent 4 }}
    containers:
      - name: migrate
        {{- include "lockstep.container" $context | nindent 8 }}
        args:
          {{- toYaml .args | nindent 10 }}
        env:
          {{- $own := include "lockstep.rollout.env" . | fromYamlArray }}
          {{- include "lockstep.container.env" (merge (dict "own" (concat $own .env | toYaml)) $context) | nindent 10 }}
        # The log's last lines are the reason that `kubectl describe` shows.
        terminationMessagePolicy: FallbackToLogsOnError
{{- end }}

{{/* Takes a dict of root, turn, and rollout. */}}
{{- define "lockstep.rollout.env" -}}
{{- with .root.Values.migrations.lease }}
- name: LOCKSTEP_LEASE
  value: {{ . | quote }}
{{- end }}
{{- with .root.Values.migrations.lockTimeout }}
- name: LOCKSTEP_LOCK_TIMEOUT
  value: {{ . | quote }}
{{- end }}
# Less than the pod has, so that a step that takes longer is cancelled on the server before SIGKILL comes.
- name: LOCKSTEP_GRACE_SECONDS
  value: {{ max 5 (sub (int .root.Values.migrations.terminationGracePeriodSeconds) 15) | quote }}
# With the namespace, since releases of one name in two namespaces may share a database.
- name: LOCKSTEP_ROLLOUT
  value: {{ printf "%s@%s" (include "lockstep.rollout.release" .root) .rollout | quote }}
- name: LOCKSTEP_TURN
  value: {{ .turn | quote }}
# The same for an image of the version before, which doesn't know LOCKSTEP_ROLLOUT. The next version leaves them out.
- name: LOCKSTEP_RELEASE
  value: {{ include "lockstep.rollout.release" .root | quote }}
- name: LOCKSTEP_GENERATION
  value: {{ .rollout | quote }}
# The Job's uid: a rollback creates an older rollout's Jobs again, under their old names.
- name: LOCKSTEP_JOB
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['batch.kubernetes.io/controller-uid']
# What the release is at when this container starts: a late one of an older rollout finds that it is not wanted.
- name: LOCKSTEP_CURRENT
  valueFrom:
    configMapKeyRef:
      name: {{ include "lockstep.fullname" .root }}-rollout
      key: current
{{- end }}

{{/* Whose rollout it is: two of this chart in one release may share a database, and neither must be an older rollout of the other. */}}
{{- define "lockstep.rollout.release" -}}
{{- printf "%s/%s" .Release.Namespace .Release.Name -}}
{{- if not .Chart.IsRoot }}/{{ include "lockstep.fullname" . }}{{ end -}}
{{- end }}

{{/*
Of all that the rollout's Jobs are, so that they are new ones exactly when something has changed. It begins with a
letter, since a rollout whose ID is a number is ordered by it.
*/}}
{{- define "lockstep.rollout.hash" -}}
{{- include "lockstep.values" . -}}
{{- $all := list .Values.migrations.rerun }}
{{- if include "lockstep.hasTenants" . }}
{{- range $wave := include "lockstep.tenants.waves" . | fromJsonArray }}
{{- $all = append $all (include "lockstep.tenants.spec" (dict "root" $ "wave" $wave "rollout" "")) }}
{{- if include "lockstep.hasContract" $ }}
{{- $all = append $all (include "lockstep.tenants.spec" (dict "root" $ "wave" $wave "rollout" "" "contract" true)) }}
{{- end }}
{{- end }}
{{- else }}
{{- range $i, $target := .Values.migrations.targets }}
{{- $all = append $all (include "lockstep.job.spec" (dict "root" $ "index" $i "target" $target "rollout" "")) }}
{{- end }}
{{- if include "lockstep.hasContract" . }}
{{- $all = append $all (include "lockstep.contract.spec" (dict "root" $ "rollout" "")) }}
{{- end }}
{{- end }}
{{- $sum := join "\n" $all | sha256sum -}}
{{- printf "%s%s" (regexFind "[a-f]" $sum) (trunc 7 $sum) -}}
{{- end }}

{{/* "revision" where Helm counts revisions, "generation" where it doesn't (Argo CD: always 1). */}}
{{- define "lockstep.rollout.order" -}}
{{- if ne .Values.migrations.order "auto" -}}
{{- .Values.migrations.order -}}
{{- else -}}
{{- ternary "revision" "generation" (eq (include "lockstep.hasCluster" .) "true") -}}
{{- end -}}
{{- end }}

{{/*
What names a rollout, and the end of its Jobs' names: Helm's revision, where it counts, and the hash. Nothing else, so that
the same revision renders the same. `helm rollback` renders nothing: it applies the stored manifest of the older revision,
so its Jobs come back under the same name and identity. That is why a revision's number can't say which one is newest; the
ConfigMap can. Where revision is always 1 (`helm template --dry-run=server`), the hash is enough.
*/}}
{{- define "lockstep.rollout.identity" -}}
{{- $hash := include "lockstep.rollout.hash" . -}}
{{- ternary (printf "%d-%s" .Release.Revision $hash) $hash (eq (include "lockstep.rollout.order" .) "revision") -}}
{{- end }}

{{/*
At most 63 characters: release, app, position, and then what changes (see lockstep.job.suffix). A hook's name stays,
since Helm deletes the one before by its name. Takes a dict of root, index, target, and suffix.
*/}}
{{- define "lockstep.job.name" -}}
{{- $app := first (regexSplit "[ \t]+" (trim (toString .target)) -1) | lower | replace "_" "-" | trunc 12 | trimAll "-" -}}
{{- $head := printf "%s-%s" (include "lockstep.job.head" .) $app | trimSuffix "-" -}}
{{- printf "%s-%d%s" $head (add1 .index) .suffix -}}
{{- end }}

{{/*
What tells the release: cut where the suffix, which has a hash of the whole, needs room. A hook has none, and Helm would
delete another release's Job of the same name, also one that is at work. Takes a dict of root and suffix.
*/}}
{{- define "lockstep.job.head" -}}
{{- include "lockstep.fullname" .root | trunc (ternary 29 40 (gt (len .suffix) 0)) | trimSuffix "-" -}}
{{- end }}

{{- define "lockstep.job.suffix" -}}
{{- if not .Values.migrations.hook -}}
{{- printf "-%s" (include "lockstep.rollout.identity" .) -}}
{{- end -}}
{{- end }}

{{/* Whether Helm runs the Jobs before anything of the release is there. */}}
{{- define "lockstep.hasEarlyJobs" -}}
{{- if eq .Values.migrations.hook "pre-upgrade" }}true{{ end -}}
{{- end }}

{{/*
Annotations of a Job that is a hook. Argo CD runs Sync hooks beside all else, and deletes the one before by its name;
waves would have it wait for the function, which waits for the Jobs. Takes a dict of root and weight.
*/}}
{{- define "lockstep.job.hookAnnotations" -}}
{{- if eq .root.Values.migrations.hook "argocd" }}
argocd.argoproj.io/hook: Sync
argocd.argoproj.io/hook-delete-policy: BeforeHookCreation
{{- else }}
{{- include "lockstep.hookAnnotations" . }}
{{- end }}
{{- end }}

{{/* With Helm's hooks, Jobs and what they need are hooks. Takes a dict of root and weight. */}}
{{- define "lockstep.hookAnnotations" -}}
{{- if include "lockstep.hasEarlyJobs" .root }}
helm.sh/hook: pre-install,pre-upgrade,pre-rollback
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation
# Or an upgrade that makes a hook of an object of the release deletes it in the end, and the way back finds it not its own.
helm.sh/resource-policy: keep
meta.helm.sh/release-name: {{ .root.Release.Name | quote }}
meta.helm.sh/release-namespace: {{ .root.Release.Namespace | quote }}
{{- end }}
{{- end }}
