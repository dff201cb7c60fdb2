// Chaos Mesh in the cluster, as a release of its own.
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { type CommandOptions, run } from './command.ts';
import { contextName, helmOf } from './context.ts';
import { unlock } from './releases.ts';
import { explained } from './trouble.ts';

export const chaosMeshVersion = '2.8.4';
const repository = 'https://charts.chaos-mesh.org';
const valuesFile = 'helm/chaos-mesh-values.yaml';
const place = ['--namespace', 'chaos-mesh'];

/**
 * Says whether it was installed now. A release with these values stays as it is: every `helm upgrade` of this chart makes
 * new certificates and restarts all of Chaos Mesh, faults under way included.
 */
export async function installChaosMesh(options: CommandOptions, context = contextName): Promise<boolean> {
  const helm = helmOf(context);
  if (await isInstalled(helm)) return false;
  await unlock('chaos-mesh', 'chaos-mesh', helm);
  const values = ['--create-namespace', '--values', valuesFile, '--wait', '--timeout', '5m'];
  const install = helm('upgrade', '--install', 'chaos-mesh', ...chart(), ...place, ...values);
  await explained(run(install, options), 'chaos-mesh');
  return true;
}

/** A folder or file where CHAOS_MESH_CHART names one, else the public chart. */
export function chart(local = process.env['CHAOS_MESH_CHART']): string[] {
  if (!local) return ['chaos-mesh', '--repo', repository, '--version', chaosMeshVersion];
  if (!existsSync(local)) throw new Error(`CHAOS_MESH_CHART is ${local}, and nothing is there`);
  return [local];
}

async function isInstalled(helm: ReturnType<typeof helmOf>): Promise<boolean> {
  const releases = JSON.parse(await run(helm('list', ...place, '--output', 'json'))) as {
    name: string;
    status: string;
    chart: string;
  }[];
  const release = releases.find(({ name }) => name === 'chaos-mesh');
  if (release?.status !== 'deployed') return false;
  if (!process.env['CHAOS_MESH_CHART'] && release.chart !== `chaos-mesh-${chaosMeshVersion}`) return false;
  const values = JSON.parse(await run(helm('get', 'values', 'chaos-mesh', ...place, '--output', 'json')));
  return isDeepStrictEqual(values, parse(readFileSync(valuesFile, 'utf8')));
}
