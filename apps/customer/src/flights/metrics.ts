// Duration and outcome of each call as an OpenTelemetry metric.
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { Call } from './call.js';

const exportEveryMs = 5_000;
/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration */
const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Disposing of it sends what is left; a receiver that does not answer holds nobody up for long. */
export interface CallMetrics extends AsyncDisposable {
  record: (call: Call) => void;
}

/** @param endpoint where OTLP is received; undefined: nowhere. */
export function callMetrics(endpoint: string | undefined): CallMetrics {
  if (!endpoint) return { record: () => {}, [Symbol.asyncDispose]: () => Promise.resolve() };
  const exporter = new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, timeoutMillis: 1_000 });
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: exportEveryMs,
    exportTimeoutMillis: 1_000,
  });
  const resource = resourceFromAttributes({ 'service.name': 'customer' });
  const provider = new MeterProvider({ readers: [reader], resource });
  const duration = provider.getMeter('flights').createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: { explicitBucketBoundaries: bucketsSeconds },
  });
  return {
    record: (call) => duration.record(call.latencyMs / 1_000, attributesOf(call)),
    [Symbol.asyncDispose]: () => provider.shutdown().catch(() => {}),
  };
}

function attributesOf({ outcome }: Call) {
  const status = Number(outcome);
  return {
    'http.request.method': 'GET',
    'url.template': '/api/flights/routes',
    ...(!Number.isNaN(status) && { 'http.response.status_code': status }),
    ...(outcome !== '200' && { 'error.type': outcome }),
  };
}
