{{/*
"true" where Helm has a cluster to look at, empty under Argo CD, `helm template` and a client-side dry run.
There, nothing can be kept from one rendering to the next: no revision, no generated password.
With --create-namespace the release's own namespace isn't there yet, so a second look is needed. It comes last because
not everybody may look at it; but who makes namespaces may.
*/}}
{{- define "lockstep.hasCluster" -}}
{{- if lookup "v1" "ServiceAccount" .Release.Namespace "default" -}}
true
{{- else if lookup "v1" "Namespace" "" "kube-system" -}}
true
{{- end -}}
{{- end }}

{{/*
A password's three ways: given; the one that the release's Secret holds already, so that it survives upgrades; a new
one. Takes a dict of root, given and secret.
*/}}
{{- define "lockstep.password" -}}
{{- $existing := lookup "v1" "Secret" (include "lockstep.namespace" .root) .secret -}}
{{- if .given -}}
{{- .given -}}
{{- else if and $existing $existing.data (index $existing.data "password") -}}
{{- index $existing.data "password" | b64dec -}}
{{- else -}}
{{- randAlphaNum 24 -}}
{{- end -}}
{{- end }}
