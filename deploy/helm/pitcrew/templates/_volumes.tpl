{{/* What a service reads and writes besides its image. */}}

{{- define "pitcrew.mounts" -}}
{{- $v := .root.Values -}}
- { name: tmp, mountPath: /tmp }
{{- if has .service (include "pitcrew.modelServices" .root | fromJsonArray) }}
- { name: models, mountPath: /bundle, readOnly: true }
{{- end }}
{{- if and $v.workflows.volume (has .service (list "router" "planner" "executor" "validator" "orchestrator" "frontier")) }}
- { name: workflows, mountPath: /workflows, readOnly: true }
{{- end }}
{{- if and (include "pitcrew.tlsOn" .root) (ne .service "backoffice") }}
- { name: tls, mountPath: /tls, readOnly: true }
{{- end }}
{{- if eq .service "budget" }}
- { name: budget, mountPath: /budget, readOnly: true }
{{- end }}
{{- if eq .service "frontier" }}
- { name: key, mountPath: /secrets/frontier, readOnly: true }
{{- end }}
{{- range $name, $secret := include "pitcrew.serviceSecrets" . | fromJson }}
- { name: {{ $name }}, mountPath: /secrets/{{ $name }}, readOnly: true }
{{- end }}
{{- if has .service (list "frontier" "backoffice") }}
- { name: data, mountPath: /data }
{{- end }}
{{- end -}}

{{- define "pitcrew.volumes" -}}
{{- $v := .root.Values -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- if has .service (include "pitcrew.modelServices" .root | fromJsonArray) }}
- name: models
  {{- if eq $v.models.source "imageVolume" }}
  image:
    reference: {{ $v.models.image | default (include "pitcrew.image" (dict "root" .root "name" "models")) }}
    pullPolicy: {{ $v.image.pullPolicy }}
  {{- else if eq $v.models.source "initContainer" }}
  emptyDir: { sizeLimit: {{ $v.models.sizeLimit }} }
  {{- else }}
  persistentVolumeClaim: { claimName: {{ $v.models.claimName }}, readOnly: true }
  {{- end }}
{{- end }}
{{- if and $v.workflows.volume (has .service (list "router" "planner" "executor" "validator" "orchestrator" "frontier")) }}
- name: workflows
  {{- toYaml $v.workflows.volume | nindent 2 }}
{{- end }}
{{- if and (include "pitcrew.tlsOn" .root) (ne .service "backoffice") }}
- name: tls
  secret: { secretName: {{ include "pitcrew.tlsSecret" . }}, defaultMode: 288 }
{{- end }}
{{- if eq .service "budget" }}
- name: budget
  configMap: { name: {{ include "pitcrew.name" . }} }
{{- end }}
{{- if eq .service "frontier" }}
- name: key
  secret: { secretName: {{ $v.hybrid.keySecret.name }}, defaultMode: 288 }
{{- end }}
{{- range $name, $secret := include "pitcrew.serviceSecrets" . | fromJson }}
- name: {{ $name }}
  secret: { secretName: {{ $secret }}, defaultMode: 288 }
{{- end }}
{{- end -}}

{{/*
Secrets of one service, by the name of their volume under /secrets: what the executor shows the tool server and whom it believes there,
whom a door believes of the issuer, and where the budget sends its alerts.
*/}}
{{- define "pitcrew.serviceSecrets" -}}
{{- $v := .root.Values -}}
{{- $named := dict -}}
{{- if eq .service "executor" -}}
{{- $named = dict "tools-token" $v.tools.tokenSecret.name "tools-ca" $v.tools.tls.caSecret.name "tools-cert" $v.tools.tls.certSecret.name -}}
{{- else if eq .service "gateway" -}}
{{- $named = dict "oidc-ca" $v.oidc.caSecret.name -}}
{{- else if eq .service "budget" -}}
{{- $named = dict "oidc-ca" $v.oidc.caSecret.name "budget-webhook" $v.budget.webhookSecret.name -}}
{{- end -}}
{{- $set := dict -}}
{{- range $name, $secret := $named -}}
{{- if $secret -}}
{{- $_ := set $set $name $secret -}}
{{- end -}}
{{- end -}}
{{- toJson $set -}}
{{- end -}}
