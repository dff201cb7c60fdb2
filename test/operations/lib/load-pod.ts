// The customer as a pod of the restaurant's namespace, as its README has it.

export interface LoadPod {
  rate: number;
  node?: string;
  /** For what comes after the last order. */
  graceSeconds: number;
}

/** Runs until it is deleted. */
export function loadPod({ rate, node, graceSeconds }: LoadPod): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    // The name that the NetworkPolicies let in.
    metadata: { name: 'load', labels: { 'app.kubernetes.io/name': 'customer' } },
    spec: {
      restartPolicy: 'Never',
      // A test that is killed leaves no load behind for long.
      activeDeadlineSeconds: 900,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: graceSeconds,
      ...(node !== undefined && { nodeSelector: { 'kubernetes.io/hostname': node } }),
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container(rate)],
    },
  });
}

function container(rate: number): object {
  return {
    name: 'load',
    image: 'chaos-workshop/customer:0.1.0',
    args: ['load', '--json', '--audit', '--until-signal', '--rate', String(rate)],
    env: [
      { name: 'ORDER_URL', value: 'http://order-service:8080' },
      { name: 'LOYALTY_URL', value: 'http://loyalty-service:8080' },
      { name: 'MYSQL_PASSWORD', valueFrom: { secretKeyRef: { name: 'mysql', key: 'password' } } },
      { name: 'MYSQL_URL', value: 'mysql://workshop:$(MYSQL_PASSWORD)@mysql:3306/orders' },
      { name: 'OTEL_SDK_DISABLED', value: 'true' },
    ],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}
