// Receives the traces of the services and shows them: what Grafana LGTM is in a cluster, in one small process.
import { readConfig } from './config.js';
import { listen, serve } from './http/server.js';
import { otlpReceiver } from './otlp/receiver.js';
import { pages } from './pages/pages.js';
import { Telemetry } from './store/telemetry.js';

const telemetry = new Telemetry();
const servers = [serve(pages(telemetry)), serve(otlpReceiver(telemetry))] as const;

try {
  const { host, port, otlpPort } = readConfig(process.env);
  const [ui, otlp] = await Promise.all([
    listen(servers[0], { host, port, variable: 'PORT' }),
    listen(servers[1], { host, port: otlpPort, variable: 'OTLP_PORT' }),
  ]);
  process.stdout.write(
    `${JSON.stringify({ level: 'info', msg: 'listening', host, port: ui, otlpPort: otlp })}\n`,
  );
} catch (error) {
  process.stderr.write(`[console] ${(error as Error).message}\n`);
  process.exit(1);
}

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);

/** Answers what it has begun, then ends with 0. */
function stop(): void {
  for (const server of servers) {
    server.close();
    server.closeIdleConnections();
  }
  setTimeout(() => servers.forEach((server) => server.closeAllConnections()), 500).unref();
}
