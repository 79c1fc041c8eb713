{{/*
The pod of a service. It fits the Pod Security level `restricted` and writes nowhere but to the volumes below. The drain: a pause in
which endpoints forget the pod, then SIGTERM; a service ends calls under way within 25 s and its telemetry within 3 s.
*/}}
{{- define "pitcrew.pod" -}}
{{- $v := .root.Values -}}
{{- $config := get $v.services .service -}}
{{- $needsModels := has .service (include "pitcrew.modelServices" .root | fromJsonArray) -}}
serviceAccountName: {{ include "pitcrew.name" . }}
automountServiceAccountToken: false
terminationGracePeriodSeconds: 60
{{- with $v.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  {{- include "pitcrew.podSecurity" . | nindent 2 }}
{{- if gt (int (include "pitcrew.replicasMax" .)) 1 }}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "pitcrew.selector" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- if has .service (include "pitcrew.gpuServices" .root | fromJsonArray) }}
{{- with $v.gpu.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $v.gpu.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- if and $needsModels (eq $v.models.source "initContainer") }}
initContainers:
  - name: models
    image: {{ $v.models.image | default (include "pitcrew.image" (dict "root" .root "name" "models-delivery")) }}
    imagePullPolicy: {{ $v.image.pullPolicy }}
    args: [/bundle]
    securityContext:
      {{- include "pitcrew.containerSecurity" . | nindent 6 }}
    resources:
      requests: { cpu: 100m, memory: 64Mi }
      limits: { memory: 128Mi }
    volumeMounts:
      - { name: models, mountPath: /bundle }
{{- end }}
containers:
  - name: {{ .service }}
    image: {{ include "pitcrew.image" (dict "root" .root "name" .service) }}
    imagePullPolicy: {{ $v.image.pullPolicy }}
    env:
      {{- include "pitcrew.env" . | trim | nindent 6 }}
      {{- with $config.extraEnv }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    ports:
      {{- include "pitcrew.ports" . | trim | nindent 6 }}
    {{- include "pitcrew.probes" . | nindent 4 }}
    lifecycle:
      preStop:
        sleep: { seconds: 5 }
    securityContext:
      {{- include "pitcrew.containerSecurity" . | nindent 6 }}
    resources:
      {{- include "pitcrew.resources" . | nindent 6 }}
    volumeMounts:
      {{- include "pitcrew.mounts" . | trim | nindent 6 }}
volumes:
  {{- include "pitcrew.volumes" . | trim | nindent 2 }}
{{- end -}}

{{- define "pitcrew.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "pitcrew.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "pitcrew.ports" -}}
{{- if eq .service "backoffice" }}
- { name: http, containerPort: 7080 }
{{- else }}
- { name: grpc, containerPort: 50051 }
{{- if include "pitcrew.tlsOn" .root }}
- { name: health, containerPort: 50052 }
{{- end }}
{{- end }}
{{- if .root.Values.metrics.enabled }}
- { name: metrics, containerPort: 9464 }
{{- end }}
{{- end -}}

{{/* A kubelet speaks no TLS in gRPC probes, so with TLS health has a port of its own. Weights are hashed and tried before a service listens. */}}
{{- define "pitcrew.probes" -}}
{{- if eq .service "backoffice" -}}
startupProbe:
  httpGet: { path: /health, port: 7080 }
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: { path: /health, port: 7080 }
  periodSeconds: 10
readinessProbe:
  httpGet: { path: /health, port: 7080 }
  periodSeconds: 5
{{- else -}}
{{- $port := ternary 50052 50051 (eq .root.Values.tls.mode "files") -}}
startupProbe:
  grpc: { port: {{ $port }} }
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: {{ ternary 150 45 (has .service (include "pitcrew.modelServices" .root | fromJsonArray)) }}
livenessProbe:
  grpc: { port: {{ $port }}, service: liveness }
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
readinessProbe:
  grpc: { port: {{ $port }}, service: readiness }
  periodSeconds: 5
  timeoutSeconds: 2
  failureThreshold: 2
{{- end }}
{{- end -}}

{{- define "pitcrew.gpuResource" -}}
{{ ternary "nvidia.com/gpu.shared" "nvidia.com/gpu" (eq .Values.gpu.sharing "shared") }}
{{- end -}}

{{- define "pitcrew.resources" -}}
{{- $resources := deepCopy (get .root.Values.services .service).resources -}}
{{- if has .service (include "pitcrew.gpuServices" .root | fromJsonArray) -}}
{{- $limits := get $resources "limits" | default dict -}}
{{- $_ := set $limits (include "pitcrew.gpuResource" .root) "1" -}}
{{- $_ := set $resources "limits" $limits -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}
