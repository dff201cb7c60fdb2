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
  args:
    - --host=0.0.0.0
    - --port=8474
    - --http-proxy=http=0.0.0.0:8080,127.0.0.1:{{ include "workshop.appPort" . }}
  # An HTTPFault's spec.port is the port of one of these, and the operator finds the API by the name "faults".
  ports:
    - name: http
      containerPort: 8080
    - name: faults
      containerPort: 8474
  # The app starts when this one is there.
  startupProbe:
    httpGet: { path: /version, port: faults }
    periodSeconds: 1
    failureThreshold: 180
  livenessProbe:
    httpGet: { path: /version, port: faults }
    periodSeconds: 10
    timeoutSeconds: 5
  resources:
    {{- toYaml .Values.httpFaults.resources | nindent 4 }}
  securityContext:
    {{- include "workshop.containerSecurity" . | nindent 4 }}
{{- end }}
