{{/* OpenTelemetry settings of a service: include "workshop.telemetryEnv" (list $ "menu-service") */}}
{{- define "workshop.telemetryEnv" -}}
{{- $backend := (index . 0).Values.telemetry.backend -}}
- name: OTEL_SERVICE_NAME
  value: {{ index . 1 }}
{{- if eq $backend "none" }}
- name: OTEL_SDK_DISABLED
  value: 'true'
{{- else }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: http://{{ $backend }}:4318
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: http/json
- name: OTEL_METRICS_EXPORTER
  value: none
- name: OTEL_LOGS_EXPORTER
  value: none
{{- end }}
{{- end }}
