{{/*
"true" where Helm has a cluster to look at, empty under Argo CD, `helm template` and a client-side dry run.
There, nothing can be kept from one rendering to the next: no revision, no generated password.
With --create-namespace the release's own namespace isn't there yet, so a second look is needed. It comes last because
not everybody may look at it; but who makes namespaces may.
*/}}
{{- define "lockstep.hasCluster" -}}
{{- if not (hasKey .Values "lockstepHasCluster") -}}
{{- $found := or (lookup "v1" "ServiceAccount" .Release.Namespace "default") (lookup "v1" "Namespace" "" "kube-system") -}}
{{- $_ := set .Values "lockstepHasCluster" (ternary "true" "" (not (empty $found))) -}}
{{- end -}}
{{- .Values.lockstepHasCluster -}}
{{- end }}

{{/* What the release's Secret holds under a key, or nothing. Takes a dict of root, secret, and key. */}}
{{- define "lockstep.secret.held" -}}
{{- $secret := lookup "v1" "Secret" (include "lockstep.namespace" .root) .secret -}}
{{- $data := (default dict $secret).data | default dict -}}
{{- get $data .key | b64dec -}}
{{- end }}

{{/*
The data of a Secret that the chart makes. A password has three ways: given; where it is kept, the one that the Secret holds
already, so that it survives upgrades; a new one. Takes a dict of root, secret, given, and kept.
*/}}
{{- define "lockstep.password.data" -}}
{{- $held := include "lockstep.secret.held" (dict "root" .root "secret" .secret "key" "password") -}}
{{- $password := .given -}}
{{- if and .kept (not $password) -}}
{{- $password = default (randAlphaNum 24) $held -}}
{{- end -}}
password: {{ $password | b64enc | quote }}
{{- if include "lockstep.hasCluster" .root }}
since: {{ printf "%s %s" (include "lockstep.password.since" .) (sha256sum $password) | b64enc | quote }}
{{- end }}
{{- end }}

{{/*
What changes when such a password does, for annotations of pods, which more people see than the Secret: the revision that
brought it, so nothing about it. The Secret remembers that revision, and of which password it is, in case somebody changes
the Secret by hand. Where Helm can't look at the cluster it has to be made of the password given: by scrypt, with the
release as its salt, so that a guess costs a tenth of a second. Takes a dict of root, secret, given, and kept.
*/}}
{{- define "lockstep.password.since" -}}
{{- if not (include "lockstep.hasCluster" .root) -}}
{{- include "lockstep.password.scrypt" . -}}
{{- else -}}
{{- $held := include "lockstep.secret.held" (dict "root" .root "secret" .secret "key" "password") -}}
{{- $since := include "lockstep.secret.held" (dict "root" .root "secret" .secret "key" "since") | splitList " " -}}
{{- $same := or (eq .given $held) (and .kept (not .given)) -}}
{{- ternary (first $since) (toString .root.Release.Revision) (and $same (eq (last $since) (sha256sum $held))) -}}
{{- end -}}
{{- end }}

{{/* Computed once for all templates. */}}
{{- define "lockstep.password.scrypt" -}}
{{- $known := get .root.Values "lockstepScrypt" | default dict -}}
{{- if not (hasKey $known .given) -}}
{{- $salt := printf "%s/%s" .root.Release.Namespace .root.Release.Name -}}
{{- $_ := set $known .given (derivePassword 1 "long" .given $salt "lockstep" | sha256sum | trunc 16) -}}
{{- $_ := set .root.Values "lockstepScrypt" $known -}}
{{- end -}}
{{- get $known .given -}}
{{- end }}

{{/*
Annotations of a pod by the passwords of the chart's own that it reads; one from a Secret of the user's own is the user's to
follow. Takes a dict of root and as (owner, reader, or postgresql).
*/}}
{{- define "lockstep.passwords.annotations" -}}
{{- $values := .root.Values -}}
{{- if and (ne .as "reader") (eq (include "lockstep.database.mounted" .root) "password") (not (ternary $values.postgresql.auth.existingSecret $values.externalDatabase.existingSecret $values.postgresql.enabled)) }}
{{- $given := ternary $values.postgresql.auth.password $values.externalDatabase.password $values.postgresql.enabled }}
lockstep.io/database-password: {{ include "lockstep.password.since" (dict "root" .root "secret" (include "lockstep.database.secretName" .root) "given" $given "kept" $values.postgresql.enabled) | quote }}
{{- end }}
{{- if and (ne .as "postgresql") (include "lockstep.reader.enabled" .root) (not $values.reader.existingSecret) }}
lockstep.io/reader-password: {{ include "lockstep.password.since" (dict "root" .root "secret" (include "lockstep.reader.secretName" .root) "given" $values.reader.password "kept" true) | quote }}
{{- end }}
{{- end }}
