// `grafana/otel-lgtm`: in the lab the console's own telemetry store takes its place.
import { join } from 'node:path';

import { type Image, portOf } from './image.js';

export function lgtmAsConsole(root: string): Image {
  return {
    runs: (repository) => repository === 'grafana/otel-lgtm',
    command: async (context) => ({
      file: process.execPath,
      args: ['dist/main.js'],
      cwd: join(root, 'apps', 'console'),
      env: {
        HOST: '127.0.0.1',
        PORT: String(portOf(context, 'http')),
        OTLP_PORT: String(portOf(context, 'otlp-http')),
      },
    }),
  };
}
