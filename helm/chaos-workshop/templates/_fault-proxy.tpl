{{/* Where the app itself listens: behind its sidecar, or where callers find it. */}}
{{- define "workshop.appPort" -}}
{{ ternary 8081 8080 .Values.httpFaults.enabled }}
{{- end }}

{{- define "workshop.appPortName" -}}
{{ ternary "app" "http" .Values.httpFaults.enabled }}
{{- end }}

{{/* The fault proxy in front of an app, started before it and ended after it: include "workshop.faultProxySidecar" $ */}}
{{- define "workshop.faultProxySidecar" -}}
- name: fault-proxy
  image: {{ include "workshop.image" (list . "fault-proxy") }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  # What makes it a sidecar: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
  restartPolicy: Always
  args: [--host, 0.0.0.0, --port, '8474', --config, /etc/fault-proxy/proxies.json]
  ports:
    - name: http
      containerPort: 8080
    - name: faults
      containerPort: 8474
  startupProbe:
    tcpSocket: { port: http }
    periodSeconds: 1
    failureThreshold: 30
  resources:
    {{- toYaml .Values.httpFaults.resources | nindent 4 }}
  securityContext:
    {{- include "workshop.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - name: fault-proxy
      mountPath: /etc/fault-proxy
      readOnly: true
{{- end }}

{{- define "workshop.faultProxyVolume" -}}
- name: fault-proxy
  configMap:
    name: fault-proxy
{{- end }}
