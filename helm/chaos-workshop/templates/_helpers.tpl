{{/* Labels of an object of a part of the workshop: include "workshop.labels" (list $ "menu-service") */}}
{{- define "workshop.labels" -}}
{{- $root := index . 0 -}}
{{ include "workshop.podLabels" . }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
{{- end }}

{{/* … and of its pods, which an upgrade that changes nothing in them leaves alone. */}}
{{- define "workshop.podLabels" -}}
{{- $root := index . 0 -}}
{{ include "workshop.selector" (index . 1) }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/part-of: chaos-workshop
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- end }}

{{- define "workshop.selector" -}}
app.kubernetes.io/name: {{ . }}
{{- end }}

{{/* An image of ours: include "workshop.image" (list $ "menu-service") */}}
{{- define "workshop.image" -}}
{{- with index . 0 -}}
{{ .Values.image.registry }}/{{ index $ 1 }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- end }}

{{/* What every pod has; the operator alone talks to the Kubernetes API: include "workshop.pod" (list "menu-service" <uid>) */}}
{{- define "workshop.pod" -}}
serviceAccountName: {{ index . 0 }}
automountServiceAccountToken: {{ eq "operator" (index . 0) }}
enableServiceLinks: false
securityContext:
  {{- include "workshop.podSecurity" (index . 1) | nindent 2 }}
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
readOnlyRootFilesystem: {{ .Values.readOnlyRootFilesystem }}
capabilities:
  drop: [ALL]
{{- end }}

{{- define "workshop.mysqlSecret" -}}
{{ .Values.mysql.existingSecret | default "mysql" }}
{{- end }}

{{/* MYSQL_URL and its password: include "workshop.mysqlEnv" (list $ "orders") */}}
{{- define "workshop.mysqlEnv" -}}
{{- $root := index . 0 -}}
- name: MYSQL_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "workshop.mysqlSecret" $root }}
      key: password
- name: MYSQL_URL
  value: mysql://{{ $root.Values.mysql.user }}:$(MYSQL_PASSWORD)@mysql:3306/{{ index . 1 }}
{{- end }}
