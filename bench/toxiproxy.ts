// The real Toxiproxy server to compare with: given, found, or built from its Go module.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { $, which } from 'zx';
import { step } from '../scripts/lib/steps.ts';

const folder = resolve('.tools/toxiproxy-2.12.0');
const modules = ['server', 'cli'].map((name) => `github.com/Shopify/toxiproxy/v2/cmd/${name}@v2.12.0`);

/** Path of the program; undefined where there is none and no Go. @throws when `given` is not there. */
export async function findToxiproxy(given?: string): Promise<string | undefined> {
  if (given !== undefined && !existsSync(given))
    throw new Error(`--toxiproxy ${given}: no such file; leave it out to have it built with Go`);
  return given ?? (await onPath('toxiproxy-server')) ?? (await built('server'));
}

/** The real command line tool, in the same way. */
export async function findToxiproxyCli(): Promise<string | undefined> {
  return (await onPath('toxiproxy-cli')) ?? built('cli');
}

async function built(program: 'server' | 'cli'): Promise<string | undefined> {
  const path = `${folder}/${program}`;
  if (existsSync(path)) return path;
  if ((await onPath('go')) === undefined) return undefined;
  const env = { ...process.env, GOBIN: folder };
  await step({
    what: `go install ${modules.join(' ')}`,
    run: () => $({ env, quiet: true })`go install ${modules}`,
  });
  return path;
}

function onPath(program: string): Promise<string | undefined> {
  return which(program, { nothrow: true }).then((path) => path ?? undefined);
}
