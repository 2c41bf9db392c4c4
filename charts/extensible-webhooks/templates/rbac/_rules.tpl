{{/*
What the operator may do where it watches. Each verb is one that it uses: server-side apply is `patch`, and `create` where the
object is new. Secrets: it reads metadata of all, values of those that our objects refer to; RBAC has no rule for that difference.
*/}}
{{- define "extensible-webhooks.rules" -}}
- apiGroups: [webhooks.extensible.dev]
  resources: [eventsources, webhookdestinations, webhookmappings, webhookreplays]
  verbs: [get, list, watch]
- apiGroups: [webhooks.extensible.dev]
  resources: [eventsources/status, webhookdestinations/status, webhookmappings/status, webhookreplays/status]
  verbs: [patch]
# Finalizers, of destinations whose token is revoked when they go.
- apiGroups: [webhooks.extensible.dev]
  resources: [webhookdestinations]
  verbs: [patch]
# For owner references that block the owner's deletion, where admission asks for it.
- apiGroups: [webhooks.extensible.dev]
  resources: [eventsources/finalizers]
  verbs: [update]
# Metadata of all, values of those that have an insert function.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [secrets, services]
  verbs: [get, list, watch, create, patch]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, patch, delete]
# An annotation on a worker pod makes the kubelet read its changed Secret at once.
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch, patch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
{{- end }}
