// `chaos-workshop/<app>`: an app of this repository, started as its image would.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { type Image, portOf } from './image.js';

const prefix = 'chaos-workshop/';
/** Who obeys HTTPFault in a cluster. */
const clusterOnly = [`${prefix}fault-proxy`, `${prefix}operator`];
const faultsAreOurs =
  'the lab puts HTTP faults on its own links: install the chart with httpFaults.enabled=false';

export function nodeApp(root: string): Image {
  const directoryOf = (repository: string) => join(root, 'apps', repository.slice(prefix.length));
  return {
    runs: (repository) =>
      repository.startsWith(prefix) && existsSync(join(directoryOf(repository), 'package.json')),
    exposes: [8080],
    workingDirectory: directoryOf,
    command: async (context) => {
      if (clusterOnly.includes(context.repository)) throw new Error(faultsAreOurs);
      const args = context.container.args ?? [];
      return {
        file: process.execPath,
        args: ['--import', '@chaos-workshop/service-kit/telemetry', 'dist/main.js', ...args],
        cwd: directoryOf(context.repository),
        env: { HOST: '127.0.0.1', PORT: String(portOf(context)) },
      };
    },
  };
}
