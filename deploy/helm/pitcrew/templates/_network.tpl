{{/* Who may connect to a service, and whom a service may connect to. */}}

{{- define "pitcrew.callersOf" -}}
{{- if eq . "gateway" }}["operator"]
{{- else if has . (list "router" "planner" "executor" "validator" "frontier") }}["orchestrator"]
{{- else if eq . "budget" }}["orchestrator","operator"]
{{- else if eq . "backoffice" }}["executor"]
{{- else }}[]
{{- end -}}
{{- end -}}

{{- define "pitcrew.calledBy" -}}
{{- if eq .service "orchestrator" -}}
{{- $called := list "router" "planner" "executor" "validator" -}}
{{- if .root.Values.hybrid.enabled }}{{ $called = concat $called (list "budget" "frontier") }}{{ end -}}
{{ toJson $called }}
{{- else if eq .service "executor" -}}{{ ternary "[]" "[\"backoffice\"]" (ne .root.Values.tools.url "") }}
{{- else if eq .service "operator" -}}["gateway","budget"]
{{- else -}}[]
{{- end -}}
{{- end -}}

{{/* The port of a URL, as the scheme has it where the URL names none. */}}
{{- define "pitcrew.portOf" -}}
{{- $url := urlParse . -}}
{{- $parts := splitList ":" $url.host -}}
{{- if gt (len $parts) 1 }}{{ last $parts }}{{ else }}{{ ternary "80" "443" (eq $url.scheme "http") }}{{ end -}}
{{- end -}}

{{/* Of all servers, each once. */}}
{{- define "pitcrew.natsPorts" -}}
{{- $ports := list -}}
{{- range splitList "," .Values.nats.url }}{{ $ports = append $ports (int (include "pitcrew.portOf" .)) }}{{ end -}}
{{- toJson (uniq $ports) -}}
{{- end -}}

{{- define "pitcrew.podPeer" -}}
- podSelector:
    matchLabels:
      {{- include "pitcrew.selector" . | nindent 6 }}
{{- end -}}

{{- define "pitcrew.ingress" -}}
{{- $root := .root -}}
{{- $v := $root.Values -}}
{{- $port := ternary 7080 50051 (eq .service "backoffice") -}}
{{- with include "pitcrew.callersOf" .service | fromJsonArray }}
- from:
    {{- range . }}
    {{- include "pitcrew.podPeer" (dict "root" $root "service" .) | nindent 4 }}
    {{- end }}
  ports:
    - { port: {{ $port }} }
{{- end }}
{{- if and (eq .service "gateway") $v.gateway.peers }}
- from:
    {{- toYaml $v.gateway.peers | nindent 4 }}
  ports:
    - { port: 50051 }
{{- end }}
{{- if and $v.metrics.enabled (has .service (include "pitcrew.services" $root | fromJsonArray)) }}
- from:
    {{- toYaml $v.metrics.peers | nindent 4 }}
  ports:
    - { port: 9464 }
{{- end }}
{{- end -}}

{{- define "pitcrew.egress" -}}
{{- $root := .root -}}
{{- $v := $root.Values -}}
{{- with include "pitcrew.calledBy" . | fromJsonArray }}
- to:
    {{- range . }}
    {{- include "pitcrew.podPeer" (dict "root" $root "service" .) | nindent 4 }}
    {{- end }}
  ports:
    - { port: {{ ternary 7080 50051 (has "backoffice" .) }} }
{{- end }}
{{- if has .service (include "pitcrew.busServices" $root | fromJsonArray) }}
- to:
    {{- toYaml $v.nats.peers | nindent 4 }}
  ports:
    {{- range $port := include "pitcrew.natsPorts" $root | fromJsonArray }}
    - { port: {{ $port }} }
    {{- end }}
{{- end }}
{{- if and (eq .service "executor") $v.tools.url }}
- to:
    {{- toYaml $v.tools.peers | nindent 4 }}
  ports:
    - { port: {{ include "pitcrew.portOf" $v.tools.url }} }
{{- end }}
{{- if and (has .service (list "gateway" "budget")) $v.oidc.issuer }}
- to:
    {{- toYaml $v.oidc.peers | nindent 4 }}
  ports:
    - { port: {{ include "pitcrew.portOf" ($v.oidc.jwksUri | default $v.oidc.issuer) }} }
{{- end }}
{{- if and (eq .service "budget") $v.budget.webhookSecret.name }}
- to:
    {{- toYaml $v.budget.peers | nindent 4 }}
  ports:
    - { port: {{ int $v.budget.webhookPort }} }
{{- end }}
{{- if eq .service "frontier" }}
- to:
    {{- toYaml $v.hybrid.peers | nindent 4 }}
  ports:
    - { port: {{ include "pitcrew.portOf" ($v.hybrid.baseUrl | default "https://api") }} }
{{- end }}
{{- end -}}
