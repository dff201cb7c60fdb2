// Redis as a caller and a called one: an image that both clusters have, with a client and a shell in it.
import { type Kubectl } from '../../lib/kubectl.ts';

/** A selector of the pods of one Deployment. */
export function podsOf(name: string): string {
  return `"selector":{"labelSelectors":{"app.kubernetes.io/name":"${name}"}}`;
}

export const image = 'redis:7-bookworm';

/** Deployments, each of them there and ready when this returns. */
export function deploy(kubectl: Kubectl, ...deployments: Deployed[]): void {
  const objects = deployments.flatMap((one) => [
    deployment(one),
    ...(one.isCalled ? services(one.name) : []),
  ]);
  kubectl.ok('apply -f -', objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  for (const { name } of deployments) kubectl.ok(`rollout status deployment/${name} --timeout=60s`);
}

export interface Deployed {
  name: string;
  replicas?: number;
  env?: Record<string, string>;
  /** There are Services that lead to it: `<name>` with an address of its own, `<name>-pods` without. */
  isCalled?: boolean;
}

function deployment({ name, replicas = 1, env = {} }: Deployed): object {
  const labels = { 'app.kubernetes.io/name': name };
  const container = {
    name,
    image,
    ports: [{ name: 'redis', containerPort: 6379 }],
    env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    readinessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 1 },
  };
  const template = {
    metadata: { labels },
    spec: { terminationGracePeriodSeconds: 1, containers: [container] },
  };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec };
}

function services(name: string): object[] {
  const spec = { selector: { 'app.kubernetes.io/name': name }, ports: [{ name: 'redis', port: 6379 }] };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `${name}-pods` },
      spec: { ...spec, clusterIP: 'None' },
    },
  ];
}
