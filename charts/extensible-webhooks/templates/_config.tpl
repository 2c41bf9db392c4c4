{{/* What the operator is told at its start, as JSON: operator/Manager/README.md has the table. */}}

{{- define "extensible-webhooks.leaseName" -}}
{{ include "extensible-webhooks.fullname" . }}
{{- end }}

{{/* The Secret of the admission certificates: the operator makes it. */}}
{{- define "extensible-webhooks.admissionSecret" -}}
{{ include "extensible-webhooks.fullname" . }}-admission
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
  "maxConcurrentReconciles" .Values.operator.maxConcurrentReconciles
  "log" .Values.operator.log
  "workers" (dict
    "image" (include "extensible-webhooks.image" (dict "image" $workers.image "chart" .Chart))
    "imagePullPolicy" $workers.image.pullPolicy
    "imagePullSecrets" $workers.imagePullSecrets
    "resources" $workers.resources
    "fsGroup" $workers.fsGroup
    "egress" $workers.egress)
  "networkPolicy" $workers.networkPolicy
  "podMonitor" (dict
    "enabled" .Values.monitoring.workers
    "interval" .Values.monitoring.interval
    "labels" .Values.monitoring.labels)
  | toPrettyJson -}}
{{- end }}
