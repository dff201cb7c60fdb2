// What a cluster needs of this machine: four programs, and a Docker that runs here.
import { which } from 'zx';
import { run } from './command.ts';
import { isLocal } from './context.ts';

const programs = {
  docker: 'https://docs.docker.com/get-started/get-docker/',
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  kubectl: 'https://kubernetes.io/docs/tasks/tools/#kubectl',
  helm: 'https://helm.sh/docs/intro/install/',
};

export type Program = keyof typeof programs;

export async function requireTools(): Promise<void> {
  const all = Object.keys(programs) as Program[];
  const found = await Promise.all(all.map((name) => which(name, { nothrow: true })));
  const missing = all.filter((_, index) => !found[index]);
  if (missing.length > 0) throw new Error(howToInstall(missing));
  await requireLocalDocker();
}

export function howToInstall(
  missing: readonly Program[],
  platform: NodeJS.Platform = process.platform,
): string {
  const width = Math.max(...missing.map((name) => name.length));
  const byHand = missing.map((name) => `    ${name.padEnd(width)}  ${programs[name]}`);
  const lines = platform === 'darwin' ? [...byHand, `  or: ${withBrew(missing)}`] : byHand;
  return [`not installed: ${missing.join(', ')}. Install and run this again:`, ...lines].join('\n');
}

function withBrew(missing: readonly Program[]): string {
  const formulas = missing.filter((name) => name !== 'docker');
  return [
    ...(missing.includes('docker') ? ['brew install --cask docker'] : []),
    ...(formulas.length > 0 ? [`brew install ${formulas.join(' ')}`] : []),
  ].join(' && ');
}

async function requireLocalDocker(): Promise<void> {
  const endpoint = await run(['docker', 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
  if (!isLocalDocker(endpoint.trim()))
    throw new Error(
      `Docker is at ${endpoint.trim()}, which is not this machine: nothing was changed. Unset DOCKER_HOST or choose a local one with \`docker context use\``,
    );
  await run(['docker', 'version', '--format', '{{.Server.Version}}']).catch((error: unknown) => {
    throw new Error(`Docker does not answer: start it, then run this again\n${(error as Error).message}`, {
      cause: error,
    });
  });
}

export function isLocalDocker(endpoint: string): boolean {
  return /^(unix|npipe):/.test(endpoint) || isLocal(endpoint.replace(/^tcp:/, 'http:'));
}
