{{/* The environment of a service. What is secret comes as a file; a variable only names it. */}}

{{- define "pitcrew.env" -}}
{{- $v := .root.Values -}}
- { name: PITCREW_LISTEN, value: {{ ternary "0.0.0.0:7080" "0.0.0.0:50051" (eq .service "backoffice") | quote }} }
- { name: PITCREW_REFLECTION, value: "off" }
- { name: NODE_COMPILE_CACHE, value: /tmp/compile-cache }
{{- if $v.metrics.enabled }}
- { name: PITCREW_METRICS_ADDRESS, value: "0.0.0.0:9464" }
{{- end }}
{{- with $v.telemetry.otlpEndpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- if ne .service "backoffice" }}
{{- if include "pitcrew.tlsOn" .root }}
{{ include "pitcrew.env.tls" . }}
- { name: PITCREW_HEALTH_ADDRESS, value: "0.0.0.0:50052" }
{{- end }}
{{- $isDoor := has .service (list "gateway" "budget") }}
{{- if or (not (include "pitcrew.tlsOn" .root)) (and $isDoor (not $v.oidc.issuer)) }}
- { name: PITCREW_INSECURE, value: "1" }
{{- end }}
{{- end }}
{{- if has .service (list "router" "planner" "executor" "validator" "orchestrator" "frontier") }}
- { name: PITCREW_WORKFLOWS_DIR, value: {{ ternary "/workflows" "/app/workflows" (gt (len $v.workflows.volume) 0) }} }
{{- end }}
{{- if has .service (include "pitcrew.modelServices" .root | fromJsonArray) }}
- { name: PITCREW_MODELS_DIR, value: /bundle/models }
{{- end }}
{{- if has .service (include "pitcrew.busServices" .root | fromJsonArray) }}
{{ include "pitcrew.env.nats" . }}
{{- end }}
{{- $own := printf "pitcrew.env.%s" .service }}
{{- if has .service (list "gateway" "orchestrator" "executor" "budget" "frontier" "backoffice") }}
{{ include $own . }}
{{- end }}
{{- end -}}

{{- define "pitcrew.env.nats" -}}
{{- $nats := .root.Values.nats -}}
- { name: PITCREW_NATS_URL, value: {{ $nats.url | quote }} }
- { name: PITCREW_NATS_REPLICAS, value: {{ $nats.streamReplicas | quote }} }
{{- with $nats.logBytesMax }}
- { name: PITCREW_LOG_BYTES_MAX, value: {{ int64 . | quote }} }
{{- end }}
{{- end -}}

{{- define "pitcrew.env.tls" -}}
- { name: PITCREW_TLS_CERT_FILE, value: /tls/tls.crt }
- { name: PITCREW_TLS_KEY_FILE, value: /tls/tls.key }
- { name: PITCREW_TLS_CA_FILE, value: /tls/ca.crt }
{{- end -}}

{{- define "pitcrew.env.oidc" -}}
{{- $oidc := .root.Values.oidc -}}
{{- if $oidc.issuer -}}
- { name: PITCREW_OIDC_ISSUER, value: {{ $oidc.issuer | quote }} }
- { name: PITCREW_OIDC_AUDIENCE, value: {{ $oidc.audience | quote }} }
{{- with $oidc.jwksUri }}
- { name: PITCREW_OIDC_JWKS_URI, value: {{ . | quote }} }
{{- end }}
{{- with $oidc.tenantClaim }}
- { name: PITCREW_OIDC_TENANT_CLAIM, value: {{ . | quote }} }
{{- end }}
{{- with $oidc.rolesClaim }}
- { name: PITCREW_OIDC_ROLES_CLAIM, value: {{ . | quote }} }
{{- end }}
{{- if $oidc.caSecret.name }}
- { name: NODE_EXTRA_CA_CERTS, value: {{ printf "/secrets/oidc-ca/%s" $oidc.caSecret.key | quote }} }
{{- end }}
{{- end }}
{{- end -}}

{{- define "pitcrew.env.gateway" -}}
{{ include "pitcrew.env.oidc" . }}
- { name: PITCREW_WAITING_RUNS_MAX, value: {{ int64 .root.Values.gateway.waitingRunsMax | quote }} }
{{- end -}}

{{- define "pitcrew.env.orchestrator" -}}
{{- $root := .root -}}
{{- range $service := list "router" "planner" "executor" "validator" }}
- { name: {{ printf "PITCREW_%s" (upper $service) }}, value: {{ include "pitcrew.target" (dict "root" $root "service" $service) | quote }} }
{{- end }}
- { name: PITCREW_HYBRID, value: {{ ternary "on" "off" $root.Values.hybrid.enabled | quote }} }
{{- if $root.Values.hybrid.enabled }}
{{- range $service := list "budget" "frontier" }}
- { name: {{ printf "PITCREW_%s" (upper $service) }}, value: {{ include "pitcrew.target" (dict "root" $root "service" $service) | quote }} }
{{- end }}
{{- end }}
{{- end -}}

{{- define "pitcrew.env.executor" -}}
{{- $backoffice := include "pitcrew.name" (dict "root" .root "service" "backoffice") -}}
- { name: PITCREW_TOOLS_URL, value: {{ .root.Values.tools.url | default (printf "http://%s.%s.svc:7080/mcp" $backoffice .root.Release.Namespace) | quote }} }
{{- $tools := .root.Values.tools }}
{{- if $tools.tokenSecret.name }}
- { name: PITCREW_TOOLS_TOKEN_FILE, value: {{ printf "/secrets/tools-token/%s" $tools.tokenSecret.key | quote }} }
{{- end }}
{{- if $tools.tls.caSecret.name }}
- { name: PITCREW_TOOLS_CA_FILE, value: {{ printf "/secrets/tools-ca/%s" $tools.tls.caSecret.key | quote }} }
{{- end }}
{{- if $tools.tls.certSecret.name }}
- { name: PITCREW_TOOLS_CERT_FILE, value: /secrets/tools-cert/tls.crt }
- { name: PITCREW_TOOLS_KEY_FILE, value: /secrets/tools-cert/tls.key }
{{- end }}
- { name: PITCREW_SLOTS, value: {{ .root.Values.services.executor.slots | quote }} }
- { name: PITCREW_CONTEXT_TOKENS, value: {{ .root.Values.services.executor.contextTokens | quote }} }
{{- end -}}

{{- define "pitcrew.env.budget" -}}
- { name: PITCREW_BUDGET_FILE, value: /budget/budget.json }
{{- with .root.Values.budget.webhookSecret }}
{{- if .name }}
- { name: PITCREW_BUDGET_WEBHOOK_URL_FILE, value: {{ printf "/secrets/budget-webhook/%s" .key | quote }} }
{{- end }}
{{- end }}
{{ include "pitcrew.env.oidc" . }}
{{- end -}}

{{- define "pitcrew.env.frontier" -}}
{{- $hybrid := .root.Values.hybrid -}}
- { name: PITCREW_FRONTIER_PROVIDER, value: {{ $hybrid.provider | quote }} }
- { name: PITCREW_FRONTIER_MODEL, value: {{ $hybrid.model | quote }} }
{{- with $hybrid.baseUrl }}
- { name: PITCREW_FRONTIER_BASE_URL, value: {{ . | quote }} }
{{- end }}
- { name: PITCREW_FRONTIER_KEY_FILE, value: {{ printf "/secrets/frontier/%s" $hybrid.keySecret.key | quote }} }
- { name: PITCREW_FRONTIER_AUDIT_DIR, value: /data }
{{- end -}}

{{- define "pitcrew.env.backoffice" -}}
- { name: PITCREW_BACKOFFICE_DB, value: /data }
- { name: PITCREW_BACKOFFICE_CONTROL, value: "0" }
{{- end -}}
