// `npm run bench`: our fault proxy and Toxiproxy side by side, in one run, as ratios.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { commandLine } from '../scripts/lib/command-line.ts';
import { step } from '../scripts/lib/steps.ts';
import { bandwidth } from './measures/bandwidth.ts';
import { bulk } from './measures/bulk.ts';
import { connections } from './measures/connections.ts';
import { latencyError } from './measures/latency-error.ts';
import type { Figure, Measure, Way } from './measures/measure.ts';
import { memory } from './measures/memory.ts';
import { roundTrip } from './measures/round-trip.ts';
import { Server, startUpstream } from './servers.ts';
import { table } from './table.ts';
import { findToxiproxy } from './toxiproxy.ts';

const usage = `npm run bench [-- --toxiproxy PATH] [--quick]

Measures our fault proxy against a real Toxiproxy server, in turns, in one run: added round trip, connections a second,
bulk, how true an injected latency and a bandwidth are, memory. Ratios go to the terminal and to bench/results/.

  --toxiproxy PATH   the server to compare with (default: toxiproxy-server on PATH, else built with Go in .tools/)
  --quick            a quarter of the samples

Without a Toxiproxy the comparison is with the straight connection, and says so.`;

const measures: Measure[] = [memory, roundTrip, connections, bulk, latencyError, bandwidth];

const values = commandLine(usage, { toxiproxy: { type: 'string' }, quick: { type: 'boolean' } });
await bench(values.toxiproxy, values.quick ? 0.25 : 1);

async function bench(path: string | undefined, scale: number): Promise<void> {
  const toxiproxy = await findToxiproxy(path);
  if (toxiproxy === undefined)
    console.log(
      'no Toxiproxy here and no Go to build it: the figures stand beside a straight connection alone',
    );
  const upstream = await startUpstream();
  const servers = await startServers(toxiproxy);
  const ways: Way[] = [{ name: 'direct' }, ...servers.map((server) => ({ name: server.name, server }))];
  const figures: Figure[] = [];
  try {
    for (const { what, run } of measures)
      figures.push(...(await step({ what, run: () => run({ ways, upstream, scale }) })));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    upstream.stop();
  }
  const text = table(figures);
  console.log(`\n${text}\n`);
  console.log(`results: ${await keep(figures, text)}`);
}

async function startServers(toxiproxy: string | undefined): Promise<Server[]> {
  const ours = await Server.start('ours', [process.execPath, 'apps/fault-proxy/dist/main.js']);
  return toxiproxy === undefined ? [ours] : [await Server.start('toxiproxy', [toxiproxy]), ours];
}

async function keep(figures: Figure[], text: string): Promise<string> {
  await mkdir('bench/results', { recursive: true });
  const measuredAt = new Date().toISOString();
  const file = `bench/results/${measuredAt.slice(0, 19).replaceAll(':', '-')}`;
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  await writeFile(`${file}.json`, `${JSON.stringify({ measuredAt, machine, figures }, undefined, 2)}\n`);
  await writeFile(`${file}.txt`, `${text}\n`);
  return `${file}.json ${file}.txt`;
}
