{{/* Every part that has pods, as a list. */}}
{{- define "workshop.parts" -}}
{{- range $name, $service := .Values.services }}
- {{ $name }}
{{- end }}
- mysql
- redis
{{- if ne .Values.telemetry.backend "none" }}
- {{ .Values.telemetry.backend }}
{{- end }}
{{- if .Values.httpFaults.enabled }}
- operator
{{- end }}
- customer
{{- end }}

{{/*
Who talks to whom: {edges: [{from, to, port}]}, with the port of the pod that is called. Read from the URLs that the
services are given, so that a new dependency has its rule. "outside" is whatever is no part of the workshop.
*/}}
{{- define "workshop.edges" -}}
edges:
{{- range $name, $service := .Values.services }}
  - { from: {{ $name }}, to: mysql, port: 3306 }
  {{- range $key, $value := $service.env }}
  {{- if contains "://" (toString $value) }}
  {{- $url := urlParse $value }}
  {{- $port := trimPrefix ":" (trimPrefix $url.hostname $url.host) }}
  {{- if not $port }}
  {{- fail (printf "services.%s.env.%s is %s: say the port, as in http://menu-service:8080; the NetworkPolicies are made of it" $name $key $value) }}
  {{- end }}
  - { from: {{ $name }}, to: {{ ternary "outside" $url.hostname (contains "." $url.hostname) }}, port: {{ $port }} }
  {{- end }}
  {{- end }}
  {{- if ne $.Values.telemetry.backend "none" }}
  - { from: {{ $name }}, to: {{ $.Values.telemetry.backend }}, port: 4318 }
  {{- end }}
  {{- if eq $.Values.service.type "NodePort" }}
  - { from: outside, to: {{ $name }}, port: 8080 }
  {{- end }}
  {{- if $.Values.httpFaults.enabled }}
  - { from: operator, to: {{ $name }}, port: 8474 }
  {{- end }}
{{- end }}
  # Of helm test.
  - { from: customer, to: order-service, port: 8080 }
  - { from: customer, to: loyalty-service, port: 8080 }
  - { from: customer, to: mysql, port: 3306 }
{{- if and (ne .Values.telemetry.backend "none") (eq .Values.service.type "NodePort") }}
  - { from: outside, to: {{ .Values.telemetry.backend }}, port: 3000 }
{{- end }}
{{- if .Values.httpFaults.enabled }}
  {{- if ne .Values.telemetry.backend "none" }}
  - { from: operator, to: {{ .Values.telemetry.backend }}, port: 4318 }
  {{- end }}
  # The Kubernetes API has another address and port in every cluster.
  - { from: operator, to: outside, port: 443 }
  - { from: operator, to: outside, port: 6443 }
{{- end }}
{{- end }}
