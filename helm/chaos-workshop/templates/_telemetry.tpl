{{/* OpenTelemetry settings of a service: include "workshop.telemetryEnv" (list $ "menu-service") */}}
{{- define "workshop.telemetryEnv" -}}
{{- $root := index . 0 -}}
- name: OTEL_SERVICE_NAME
  value: {{ index . 1 }}
{{- if $root.Values.telemetry.enabled }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: http://lgtm:4318
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: http/json
- name: OTEL_METRICS_EXPORTER
  value: none
- name: OTEL_LOGS_EXPORTER
  value: none
{{- else }}
- name: OTEL_SDK_DISABLED
  value: 'true'
{{- end }}
{{- end }}
