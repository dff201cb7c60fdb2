{{/* Labels of a part of the workshop: include "workshop.labels" (list $ "menu-service") */}}
{{- define "workshop.labels" -}}
{{- $root := index . 0 -}}
{{ include "workshop.selector" (index . 1) }}
app.kubernetes.io/part-of: chaos-workshop
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- end }}

{{- define "workshop.selector" -}}
app.kubernetes.io/name: {{ . }}
{{- end }}

{{/* What Pod Security "restricted" asks of a pod: include "workshop.podSecurity" <uid> */}}
{{- define "workshop.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* … and of a container. */}}
{{- define "workshop.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "workshop.mysqlSecret" -}}
{{ .Values.mysql.existingSecret | default "mysql" }}
{{- end }}
