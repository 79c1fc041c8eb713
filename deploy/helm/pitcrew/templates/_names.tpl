{{/* Names and labels. Templates of one service take a dict: `root` (the chart's context) and `service` (its name). */}}

{{/* The services that this release runs, in order. */}}
{{- define "pitcrew.services" -}}
{{- $services := list "gateway" "orchestrator" "router" "planner" "executor" "validator" "budget" -}}
{{- if .Values.hybrid.enabled }}{{ $services = append $services "frontier" }}{{ end -}}
{{- if not .Values.tools.url }}{{ $services = append $services "backoffice" }}{{ end -}}
{{- toJson $services -}}
{{- end -}}

{{/* All that have an account and a network policy, and but for the back office a certificate: the services, people, the archive's job. */}}
{{- define "pitcrew.identities" -}}
{{- $identities := append (include "pitcrew.services" . | fromJsonArray) "operator" -}}
{{- if .Values.archive.enabled }}{{ $identities = append $identities "archive" }}{{ end -}}
{{- toJson $identities -}}
{{- end -}}

{{- define "pitcrew.modelServices" -}}
["router","planner","executor","validator"]
{{- end -}}

{{/* Those that get a GPU, and so the build of llama.cpp for one. */}}
{{- define "pitcrew.gpuServices" -}}
{{- if eq .Values.gpu.mode "devicePlugin" }}{{ toJson .Values.gpu.services }}{{ else }}[]{{ end -}}
{{- end -}}

{{/* Those that connect to NATS. */}}
{{- define "pitcrew.busServices" -}}
["gateway","orchestrator","budget","archive"]
{{- end -}}

{{- define "pitcrew.isScaled" -}}
{{- if and .root.Values.keda.enabled (has .service (append (include "pitcrew.modelServices" .root | fromJsonArray) "orchestrator")) }}true{{ end -}}
{{- end -}}

{{/* How many replicas a service may come to have. */}}
{{- define "pitcrew.replicasMax" -}}
{{- $keda := .root.Values.keda -}}
{{- if not (include "pitcrew.isScaled" .) }}{{ (get .root.Values.services .service).replicas }}
{{- else if eq .service "orchestrator" }}{{ $keda.orchestrator.max }}
{{- else }}{{ $keda.specialists.max }}
{{- end -}}
{{- end -}}

{{- define "pitcrew.name" -}}
{{ printf "%s-%s" .root.Release.Name .service | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "pitcrew.selector" -}}
app.kubernetes.io/name: pitcrew
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{- define "pitcrew.labels" -}}
{{ include "pitcrew.selector" . }}
app.kubernetes.io/part-of: pitcrew
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Objects of the release as a whole carry no component. */}}
{{- define "pitcrew.releaseLabels" -}}
app.kubernetes.io/name: pitcrew
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: pitcrew
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "pitcrew.metadata" -}}
name: {{ include "pitcrew.name" . }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "pitcrew.labels" . | nindent 2 }}
{{- end -}}

{{/* `name` is an image of the Dockerfile; model services have one more for GPUs. */}}
{{- define "pitcrew.image" -}}
{{- $tag := .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- if has .name (include "pitcrew.gpuServices" .root | fromJsonArray) -}}
{{- $tag = printf "%s-cuda" $tag -}}
{{- end -}}
{{- $path := printf "pitcrew-%s:%s" .name $tag -}}
{{- if .root.Values.image.registry }}{{ printf "%s/%s" .root.Values.image.registry $path }}{{ else }}{{ $path }}{{ end -}}
{{- end -}}

{{/* host:port of a service's headless name: the client resolves it to all replicas and takes turns. */}}
{{- define "pitcrew.target" -}}
{{ include "pitcrew.name" . }}.{{ .root.Release.Namespace }}.svc:50051
{{- end -}}

{{/* Where the NATS servers run, if nats.url names a Service: NAME.NAMESPACE, with or without .svc; a bare name is of this namespace. */}}
{{- define "pitcrew.natsNamespace" -}}
{{- $host := first (splitList ":" (urlParse (first (splitList "," .Values.nats.url))).host) -}}
{{- if regexMatch "^[^.]+\\.[^.]+(\\.svc(\\..+)?)?$" $host }}{{ index (splitList "." $host) 1 }}{{ else }}{{ .Release.Namespace }}{{ end -}}
{{- end -}}

{{- define "pitcrew.tlsSecret" -}}
{{- get .root.Values.tls.secrets .service | default (printf "%s-tls" (include "pitcrew.name" .)) -}}
{{- end -}}

{{- define "pitcrew.tlsOn" -}}
{{- if eq .Values.tls.mode "files" }}true{{ end -}}
{{- end -}}
