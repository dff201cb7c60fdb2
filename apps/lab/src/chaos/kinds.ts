import { readdirSync, readFileSync } from 'node:fs';
import { chaosMeshDefinitions } from '@chaos-workshop/chaos-mesh';
import type { KubeObject } from '@chaos-workshop/kube-api';
import { parse } from 'yaml';

const chartDefinitions = new URL('../../../../helm/chaos-workshop/crds/', import.meta.url);

/** The CustomResourceDefinitions of Chaos Mesh, and those that the chart brings, HTTPFault among them. */
export function chaosKinds(): KubeObject[] {
  const ours = readdirSync(chartDefinitions)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parse(readFileSync(new URL(file, chartDefinitions), 'utf8')) as KubeObject);
  return [...chaosMeshDefinitions, ...ours];
}
