// Traces for a service, loaded before it: `node --import @chaos-workshop/service-kit/telemetry dist/main.js`.
// The standard OTEL_* variables say where to; without an endpoint nothing is loaded at all.
import { createRequire } from 'node:module';
import { onStopTelemetry } from './stop-telemetry.js';

/** Probes and their health checks would drown everything else. */
const probes = /^\/health(\/|$)/;

const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = process.env;
const hasEndpoint = Boolean(OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
if (hasEndpoint && OTEL_SDK_DISABLED !== 'true') await startTelemetry();

async function startTelemetry(): Promise<void> {
  setDefaults({
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000', // a collector that is down must not delay a shutdown
  });
  const [
    { NodeSDK },
    { HttpInstrumentation },
    { UndiciInstrumentation },
    { MySQL2Instrumentation },
    { IORedisInstrumentation },
  ] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/instrumentation-http'),
    import('@opentelemetry/instrumentation-undici'),
    import('@opentelemetry/instrumentation-mysql2'),
    import('@opentelemetry/instrumentation-ioredis'),
  ]);
  const sdk = new NodeSDK({
    instrumentations: [
      new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => probes.test(request.url ?? '') }),
      new UndiciInstrumentation(),
      new MySQL2Instrumentation(),
      new IORedisInstrumentation(),
    ],
  });
  sdk.start();
  createRequire(import.meta.url)('ioredis'); // it is patched when required, not when imported
  onStopTelemetry(() => sdk.shutdown().catch(() => {}));
}

function setDefaults(defaults: Record<string, string>): void {
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
}
