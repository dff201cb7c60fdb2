import type { Namespace, Node, Pod, Service } from '@chaos-workshop/kube-api';
import type { Chaos, Cluster } from '../types.js';

/** A small cluster for tests: one open namespace with two menu pods and an order pod, one closed with a menu pod. */
export function testCluster(): Cluster {
  return {
    namespaces: [namespace('shop', { 'chaos-mesh.org/inject': 'enabled' }), namespace('closed', {})],
    nodes: [node('left', { disk: 'ssd' }), node('right', {})],
    pods: [
      pod('shop', 'menu-1', { app: 'menu' }, 'left'),
      pod('shop', 'menu-2', { app: 'menu' }, 'right'),
      pod('shop', 'order-1', { app: 'order' }, 'left'),
      pod('closed', 'menu-3', { app: 'menu' }, 'left'),
    ],
    services: [service('menu', { app: 'menu' }), service('order', { app: 'order' })],
  };
}

export function pod(namespace: string, name: string, labels: Record<string, string>, nodeName: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels, annotations: { owner: name } },
    spec: { nodeName, containers: [{ name: 'main' }, { name: 'side' }] },
    status: { phase: 'Running', podIP: '10.0.0.1' },
  };
}

export function service(name: string, selector: Record<string, string>, clusterIP = '10.96.0.1'): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'shop', name },
    spec: { selector, clusterIP, ports: [{ port: 8080 }] },
  };
}

/** An experiment in the open namespace, with the spec it needs at least. */
export function chaos<T extends Chaos>(kind: T['kind'], spec: Partial<T['spec']> = {}): T {
  const least = { selector: { labelSelectors: { app: 'menu' } }, mode: 'all', ...leastOf[kind] };
  return {
    apiVersion: kind === 'HTTPFault' ? 'chaos-workshop.io/v1alpha1' : 'chaos-mesh.org/v1alpha1',
    kind,
    metadata: { namespace: 'shop', name: 'test', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { ...least, ...spec },
  } as unknown as T;
}

const leastOf: Record<Chaos['kind'], object> = {
  NetworkChaos: { action: 'delay', delay: { latency: '100ms' } },
  PodChaos: { action: 'pod-kill' },
  HTTPChaos: { target: 'Request', port: 8080, abort: true },
  HTTPFault: { port: 8080, before: { failPercent: 50 } },
};

function namespace(name: string, annotations: Record<string, string>): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, annotations } };
}

function node(name: string, labels: Record<string, string>): Node {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } };
}
