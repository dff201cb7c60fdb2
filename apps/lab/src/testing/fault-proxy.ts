// The real data plane for tests.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { FaultProxy } from '../data-plane.js';

const apps = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export function realDataPlane(env: Record<string, string> = {}): FaultProxy {
  return new FaultProxy({
    program: `${apps}/fault-proxy/dist/main.js`,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    seed: 1,
    log: () => {},
  });
}
