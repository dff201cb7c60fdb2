// Where the traces go: Grafana LGTM when its image can be had, else the workshop's own console.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type CommandOptions, run, succeeds } from './command.ts';
import type { LocalImage } from './node-images.ts';

const pullsWithinMs = 10 * 60_000;

export type Telemetry = { backend: 'lgtm'; image: LocalImage } | { backend: 'console'; why: string };

export async function chooseTelemetry(options: CommandOptions): Promise<Telemetry> {
  const name = lgtmImage();
  const here = await succeeds(['docker', 'image', 'inspect', name]);
  if (!here && !(await succeeds(['docker', 'pull', name], { ...options, timeoutMs: pullsWithinMs })))
    return { backend: 'console', why: `${name} cannot be pulled` };
  const id = await run(['docker', 'image', 'inspect', '--format', '{{.Id}}', name]);
  return { backend: 'lgtm', image: { name, id: id.trim() } };
}

export function imagesOf(telemetry: Telemetry): LocalImage[] {
  return telemetry.backend === 'lgtm' ? [telemetry.image] : [];
}

export function said(telemetry: Telemetry): string {
  return telemetry.backend === 'lgtm' ? 'Grafana LGTM' : `the console, because ${telemetry.why}`;
}

function lgtmImage(): string {
  const values = parse(readFileSync('helm/chaos-workshop/values.yaml', 'utf8')) as {
    telemetry: { lgtm: { image: string } };
  };
  return values.telemetry.lgtm.image;
}
