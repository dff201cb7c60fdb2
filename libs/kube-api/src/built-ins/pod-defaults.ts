import type { Container, Pod, PodSpec, Probe, Volume } from '../types.js';
import { fill } from './fill.js';

/** Defaults of core/v1 Pods and Pod templates (kubernetes/pkg/apis/core/v1/defaults.go). */

export function defaultPod(pod: Pod): void {
  defaultPodSpec(pod.spec);
  fill(pod.spec, { enableServiceLinks: true, serviceAccountName: 'default' });
  fill(pod.spec, { serviceAccount: pod.spec.serviceAccountName, ...admitted() });
  pod.status ??= {};
  fill(pod.status, { phase: 'Pending', qosClass: qosClassOf(pod.spec) });
}

/** What the admission plugins Priority and DefaultTolerationSeconds give to a pod, but not to a template. */
function admitted(): Partial<PodSpec> {
  const tolerations = ['not-ready', 'unreachable'].map((condition) => ({
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }));
  return { priority: 0, preemptionPolicy: 'PreemptLowerPriority', tolerations };
}

export function defaultPodSpec(spec: PodSpec): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
  });
  [...spec.containers, ...(spec.initContainers ?? [])].forEach(defaultContainer);
  spec.volumes?.forEach(defaultVolume);
}

function defaultContainer(container: Container): void {
  fill(container, {
    imagePullPolicy: isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
  container.ports?.forEach((port) => fill(port, { protocol: 'TCP' }));
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef !== undefined) fill(valueFrom.fieldRef, { apiVersion: 'v1' });
  }
  const { startupProbe, livenessProbe, readinessProbe } = container;
  [startupProbe, livenessProbe, readinessProbe].forEach((probe) => probe && defaultProbe(probe));
}

function defaultProbe(probe: Probe): void {
  fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  if (probe.httpGet !== undefined) fill(probe.httpGet, { path: '/', scheme: 'HTTP' });
}

function defaultVolume(volume: Volume): void {
  if (volume.configMap !== undefined) fill(volume.configMap, { defaultMode: 0o644 });
  if (volume.secret !== undefined) fill(volume.secret, { defaultMode: 0o644 });
  if (Object.keys(volume).length === 1) volume.emptyDir = {};
}

/** No tag and no digest means `latest`. */
function isLatest(image: string): boolean {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !image.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
}

function qosClassOf({ containers }: PodSpec): string {
  const isAsked = containers.some(
    ({ resources }) =>
      Object.keys(resources?.requests ?? {}).length + Object.keys(resources?.limits ?? {}).length > 0,
  );
  if (!isAsked) return 'BestEffort';
  const isGuaranteed = containers.every(({ resources }) =>
    ['cpu', 'memory'].every((name) => {
      const limit = resources?.limits?.[name];
      return limit !== undefined && (resources?.requests?.[name] ?? limit) === limit;
    }),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
