// Who talks to whom in a rendered chart, as `caller > called:port of the pod`: what the pods are told, and what is allowed.
import assert from 'node:assert/strict';
import type {
  V1NetworkPolicy,
  V1NetworkPolicyIngressRule,
  V1NetworkPolicyPeer,
  V1Service,
} from '@kubernetes/client-node';
import { ofKind, pods, type Rendered, type RenderedPod } from './chart.ts';

/** Each edge once, sorted: from the URLs that pods have, the node ports, and what the operator is for. */
export function edgesOf(objects: Rendered[]): string[] {
  const services = ofKind<V1Service>(objects, 'Service');
  const all = pods(objects);
  const edges = [...callsByUrl(all, services), ...fromOutside(all, services), ...ofOperator(all)];
  return [...new Set(edges)].toSorted();
}

/** A rule each: those of one end of every edge, sorted. */
export function egressOf(policies: V1NetworkPolicy[]): string[] {
  return policies
    .flatMap(({ spec }) =>
      (spec?.egress ?? []).flatMap((rule) =>
        portsOf(rule).map((port) => `${chosenBy(spec)} > ${peer(rule.to)}:${port}`),
      ),
    )
    .toSorted();
}

/** … and those of the other. */
export function ingressOf(policies: V1NetworkPolicy[]): string[] {
  return policies
    .flatMap(({ spec }) =>
      ((spec?.ingress ?? []) as IngressRule[]).flatMap((rule) =>
        portsOf(rule).map((port) => `${peer(rule.from)} > ${chosenBy(spec)}:${port}`),
      ),
    )
    .toSorted();
}

/** As it stands in YAML. */
type IngressRule = V1NetworkPolicyIngressRule & { from?: V1NetworkPolicyPeer[] };

export function portsOf({ ports = [] }: { ports?: { port?: number | string }[] }): string[] {
  return ports.map(({ port }) => String(port));
}

function callsByUrl(all: RenderedPod[], services: V1Service[]): string[] {
  return all.flatMap(({ name, containers }) =>
    containers
      .flatMap(({ env = [] }) => env.map(({ value = '' }) => addressOf(value)))
      .filter((address) => address !== undefined)
      .map(({ host, port }) =>
        host.includes('.') ? `${name} > outside:${port}` : `${name} > ${host}:${podPort(host, port)}`,
      ),
  );

  function podPort(host: string, number: string): string {
    const service = services.find(({ metadata }) => metadata?.name === host);
    const port = service?.spec?.ports?.find((one) => String(one.port) === number);
    return containerPort(all, host, port?.targetPort);
  }
}

function addressOf(url: string): { host: string; port: string } | undefined {
  const { host, port } = /^[a-z]+:\/\/(?:.*@)?(?<host>[\w.-]+):(?<port>\d+)/.exec(url)?.groups ?? {};
  return host !== undefined && port !== undefined ? { host, port } : undefined;
}

function fromOutside(all: RenderedPod[], services: V1Service[]): string[] {
  return services.flatMap(({ metadata, spec }) => {
    const open = spec?.ports?.filter(({ nodePort }) => nodePort !== undefined) ?? [];
    const name = metadata?.name ?? '';
    return open.map(({ targetPort }) => `outside > ${name}:${containerPort(all, name, targetPort)}`);
  });
}

/** The Kubernetes API, and the sidecars. */
function ofOperator(all: RenderedPod[]): string[] {
  if (!all.some(({ name }) => name === 'operator')) return [];
  const sidecars = all.filter(({ containers }) => containers.some(({ name }) => name === 'fault-proxy'));
  return [
    'operator > outside:443',
    'operator > outside:6443',
    ...sidecars.map(({ name }) => `operator > ${name}:${containerPort(all, name, 'faults')}`),
  ];
}

function containerPort(all: RenderedPod[], name: string, wanted: number | string | undefined): string {
  const containers = all.filter((pod) => pod.name === name).flatMap((pod) => pod.containers);
  const found = containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === wanted);
  return String(found?.containerPort ?? wanted);
}

function peer(list: V1NetworkPolicyPeer[] = []): string {
  assert.equal(list.length, 1);
  return list[0]?.ipBlock ? 'outside' : chosenBy(list[0]);
}

function chosenBy(chooser: V1NetworkPolicyPeer | V1NetworkPolicy['spec']): string {
  return chooser?.podSelector?.matchLabels?.['app.kubernetes.io/name'] ?? 'nobody';
}
