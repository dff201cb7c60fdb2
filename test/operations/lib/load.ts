// A load of orders from a pod of the cluster itself, so that it meets what any caller in there meets.
import type { LoadSummary } from '../../../apps/customer/src/load/figures.ts';
import type { Kubectl } from '../../lib/kubectl.ts';

export interface LoadOptions {
  orders: number;
  /** Orders a second. */
  rate: number;
  /** The node that the load runs on; any, when absent. */
  node?: string;
}

/** Orders come in while `action` runs, and all of them have ended when this resolves. @throws when the pod gave no figures. */
export async function underLoad(
  kubectl: Kubectl,
  options: LoadOptions,
  action: () => void | Promise<void>,
): Promise<LoadSummary> {
  kubectl.run('delete pod load --ignore-not-found --wait');
  kubectl.ok('apply -f -', loadPod(options));
  try {
    kubectl.ok('wait --for=condition=Ready pod/load --timeout=60s');
    await action();
    const withinSeconds = Math.ceil(options.orders / options.rate) + 240;
    const ended = kubectl.run(
      `wait --for=jsonpath={.status.containerStatuses[0].state.terminated} pod/load --timeout=${withinSeconds}s`,
      undefined,
      withinSeconds + 10,
    );
    const last = kubectl.ok('logs load').trim().split('\n').at(-1) ?? '';
    if (ended.code !== 0 || !last.startsWith('{'))
      throw new Error(`the load told no figures: ${ended.stderr}${last}`);
    return JSON.parse(last) as LoadSummary;
  } finally {
    kubectl.run('delete pod load --ignore-not-found --grace-period=1');
  }
}

/** For the log of a test: what was asked for and what came of it. */
export function inWords({
  orders,
  failed,
  attempts,
  failedAttempts,
  latencyMs,
  longestGapMs,
  audit,
}: LoadSummary): string {
  const stores = audit && `${audit.lost} lost, ${audit.doubled} doubled, ${audit.wrong} wrong`;
  return `${orders} orders, ${failed} failed, ${attempts} attempts, failed attempts ${JSON.stringify(failedAttempts)}, p50 ${latencyMs.p50} ms, p99 ${latencyMs.p99} ms, longest gap ${longestGapMs} ms; ${stores}`;
}

function loadPod({ orders, rate, node }: LoadOptions): string {
  const secret = { secretKeyRef: { name: 'mysql', key: 'password' } };
  const env = [
    { name: 'ORDER_URL', value: 'http://order-service:8080' },
    { name: 'LOYALTY_URL', value: 'http://loyalty-service:8080' },
    { name: 'MYSQL_PASSWORD', valueFrom: secret },
    { name: 'MYSQL_URL', value: 'mysql://workshop:$(MYSQL_PASSWORD)@mysql:3306/orders' },
    { name: 'OTEL_SDK_DISABLED', value: 'true' },
  ];
  const container = {
    name: 'load',
    image: 'chaos-workshop/customer:0.1.0',
    args: ['load', '--json', '--audit', '--orders', String(orders), '--rate', String(rate)],
    env,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    // The name that the NetworkPolicies let in.
    metadata: { name: 'load', labels: { 'app.kubernetes.io/name': 'customer' } },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      ...(node !== undefined && { nodeSelector: { 'kubernetes.io/hostname': node } }),
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container],
    },
  });
}
