import { matchesLabels, type Pod, type Service } from '@chaos-workshop/kube-api';

/** Names of the Services that lead to any of the pods through a ClusterIP; none when one of them is headless. */
export function clusterIpOnly(pods: Pod[], services: Service[]): string[] {
  const leading = services.filter((service) => pods.some((pod) => leadsTo(service, pod)));
  if (leading.some(({ spec }) => spec.clusterIP === 'None')) return [];
  return leading.map(({ metadata }) => metadata.name);
}

/** Whether a Service selects a pod, ready or not. */
export function leadsTo({ metadata, spec }: Service, pod: Pod): boolean {
  const { selector = {} } = spec;
  if (Object.keys(selector).length === 0 || metadata.namespace !== pod.metadata.namespace) return false;
  return matchesLabels(selector, pod.metadata.labels);
}
