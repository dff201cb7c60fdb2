// Traces for a service, loaded before it: `node --import @chaos-workshop/service-kit/telemetry dist/main.js`.
// The standard OTEL_* variables say where to; without an endpoint nothing is loaded at all.
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { onStopTelemetry } from './stop-telemetry.js';

/** Probes and their health checks would drown everything else. */
const probes = /^\/health(\/|$)/;

const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } = process.env;
const hasEndpoint = Boolean(OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
if (hasEndpoint && OTEL_SDK_DISABLED !== 'true') await startTelemetry();

async function startTelemetry(): Promise<void> {
  setDefaults({
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,undici,mysql2,ioredis',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
    OTEL_EXPORTER_OTLP_TIMEOUT: '1000', // a collector that is down must not delay a shutdown
  });
  const [{ NodeSDK }, { getNodeAutoInstrumentations }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/auto-instrumentations-node'),
  ]);
  const http = { ignoreIncomingRequestHook: (request: IncomingMessage) => probes.test(request.url ?? '') };
  const instrumentations = getNodeAutoInstrumentations({ '@opentelemetry/instrumentation-http': http });
  const sdk = new NodeSDK({ instrumentations });
  sdk.start();
  createRequire(import.meta.url)('ioredis'); // it is patched when required, not when imported
  onStopTelemetry(() => sdk.shutdown().catch(() => {}));
}

function setDefaults(defaults: Record<string, string>): void {
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
}
