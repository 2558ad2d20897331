{{- define "sealkeep.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}
{{- end }}

{{- define "sealkeep.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "sealkeep.labels" -}}
{{ include "sealkeep.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "sealkeep.claim" -}}
{{ .Values.persistence.existingClaim | default (include "sealkeep.name" .) }}
{{- end }}

{{- define "sealkeep.rootKeySecret" -}}
{{ .Values.rootKey.existingSecret | default (printf "%s-root-key" (include "sealkeep.name" .)) }}
{{- end }}

{{/* The names under which the Service is found in the cluster, and those that the values add. */}}
{{- define "sealkeep.hosts" -}}
{{- $name := include "sealkeep.name" . }}
{{- $space := printf "%s.%s" $name .Release.Namespace }}
{{- concat (list $name $space (printf "%s.svc" $space) (printf "%s.svc.cluster.local" $space)) .Values.security.allowedHosts | join "," }}
{{- end }}

{{/* What must be said before anything is rendered. Included by the Deployment, without which there is nothing. */}}
{{- define "sealkeep.refusals" -}}
{{- if not .Values.security.insecureOpenNetwork }}
{{- fail "\n\nSealkeep has no authentication yet: whoever reaches the Service can use every key.\nIf that is meant, say so: --set security.insecureOpenNetwork=true\n" }}
{{- end }}
{{- if eq .Values.kms.backend "embedded" }}
{{- $said := 0 }}
{{- if .Values.rootKey.existingSecret }}{{ $said = add $said 1 }}{{ end }}
{{- if .Values.rootKey.value }}{{ $said = add $said 1 }}{{ end }}
{{- if .Values.rootKey.file }}{{ $said = add $said 1 }}{{ end }}
{{- if ne (int $said) 1 }}
{{- fail "\n\nSay where the root key comes from, in exactly one way. It opens everything in the store, so the chart never makes one up:\n  --set rootKey.existingSecret=sealkeep-root-key   after\n      kubectl create secret generic sealkeep-root-key --from-literal=SEALKEEP_ROOT_KEY=\"$(openssl rand -base64 32)\"\n  --set rootKey.value=BASE64_OF_32_BYTES           for the chart to put into a Secret\n  --set rootKey.file=true                          for a file in the volume, made at the first start\n" }}
{{- end }}
{{- else if or .Values.rootKey.existingSecret .Values.rootKey.value .Values.rootKey.file }}
{{- fail "\n\nkms.backend=aws has no store of its own: leave rootKey empty.\n" }}
{{- end }}
{{- if and .Values.kms.endpoint (ne .Values.kms.backend "aws") }}
{{- fail "\n\nkms.endpoint is for kms.backend=aws.\n" }}
{{- end }}
{{- end }}
