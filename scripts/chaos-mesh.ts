// Chaos Mesh into any cluster; one that has it already stays as it is. The Tiltfile asks.
import { commandLine } from './lib/command-line.ts';
import { interruption } from './lib/interruption.ts';
import { installChaosMesh } from './lib/kind/chaos-mesh.ts';
import { contextName } from './lib/kind/context.ts';

const usage = `node scripts/setup.mjs --without-lab scripts/chaos-mesh.ts [--context NAME]

Installs Chaos Mesh with helm/chaos-mesh-values.yaml, or brings it up to date. Safe to repeat.
CHAOS_MESH_CHART folder or file of its chart, where it is not the public one`;

const { context = contextName } = commandLine(usage, { context: { type: 'string' } });

try {
  const signal = interruption();
  const now = await installChaosMesh({ onLine: console.log, signal }, context);
  console.log(`✓ Chaos Mesh ${now ? 'installed' : 'unchanged'}`);
} catch (error) {
  console.error(`✗ ${(error as Error).message}`);
  process.exitCode = 1;
}
