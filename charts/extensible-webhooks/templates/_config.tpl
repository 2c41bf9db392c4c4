{{/* What the operator is told at its start, as JSON: operator/Manager/README.md has the table. */}}

{{- define "extensible-webhooks.leaseName" -}}
{{ include "extensible-webhooks.fullname" . }}
{{- end }}

{{/* The Secret of the admission certificates: the operator makes it. */}}
{{- define "extensible-webhooks.admissionSecret" -}}
{{ include "extensible-webhooks.fullname" . }}-admission
{{- end }}

{{/* The Service of the connect pages, and the Secret of the key that signs them: the operator makes the Secret. */}}
{{- define "extensible-webhooks.oauth" -}}
{{ include "extensible-webhooks.fullname" . }}-oauth
{{- end }}

{{/* Where a browser reaches the connect pages; empty: the operator's default. */}}
{{- define "extensible-webhooks.externalUrl" -}}
{{- $ingress := .Values.oauth.ingress -}}
{{- if .Values.oauth.externalUrl -}}
{{- .Values.oauth.externalUrl | trimSuffix "/" -}}
{{- else if and $ingress.enabled $ingress.host -}}
{{- printf "%s://%s" (ternary "https" "http" (not (empty $ingress.tls))) $ingress.host -}}
{{- else -}}
http://localhost:8082
{{- end -}}
{{- end }}

{{- define "extensible-webhooks.config" -}}
{{- $workers := .Values.workers -}}
{{- dict
  "watchNamespaces" .Values.watchNamespaces
  "leaderElection" (dict "enabled" true "leaseName" (include "extensible-webhooks.leaseName" .))
  "managementPort" 8080
  "admission" (dict
    "enabled" .Values.admission.enabled
    "port" 9443
    "serviceName" (include "extensible-webhooks.fullname" .)
    "secretName" (include "extensible-webhooks.admissionSecret" .)
    "configurationName" (include "extensible-webhooks.fullname" .))
  "oauth" (dict
    "enabled" .Values.oauth.enabled
    "port" 8082
    "externalUrl" (include "extensible-webhooks.externalUrl" .)
    "signingSecretName" (include "extensible-webhooks.oauth" .))
  "maxConcurrentReconciles" .Values.operator.maxConcurrentReconciles
  "log" .Values.operator.log
  "workers" (dict
    "image" (include "extensible-webhooks.image" (dict "image" $workers.image "chart" .Chart))
    "imagePullPolicy" $workers.image.pullPolicy
    "imagePullSecrets" $workers.imagePullSecrets
    "resources" $workers.resources
    "fsGroup" $workers.fsGroup
    "egress" $workers.egress
    "extraEnv" $workers.extraEnv)
  "networkPolicy" $workers.networkPolicy
  "podMonitor" (dict
    "enabled" .Values.monitoring.workers
    "interval" .Values.monitoring.interval
    "labels" .Values.monitoring.labels)
  | toPrettyJson -}}
{{- end }}
