// The playground rule: a battery begins by deleting all orders, so it goes only where somebody has said that it may.

/** What must be true of the place where a battery runs. */
export interface Place {
  context: string;
  /** URL of the API server. */
  server: string;
  namespace: string;
  labels: Record<string, string>;
  /** The context that the command line names, which makes any cluster do. */
  named: string | undefined;
}

const label = 'chaos-workshop.io/playground';
const localContext = /^(kind|k3d|minikube|lab)(-|$)/;

/** Why no battery may run there; undefined when it may. */
export function whyNotThere({ context, server, namespace, labels, named }: Place): string | undefined {
  const isLocal = localContext.test(context) || ['127.0.0.1', 'localhost', '[::1]'].includes(hostOf(server));
  if (!isLocal && named !== context)
    return `${server} (context ${context}) is neither the lab nor a kind, k3d or minikube cluster, and a battery deletes all orders: if it may, say --context ${context}`;
  if (labels[label] !== 'true')
    return `namespace ${namespace} of ${server} is no playground, and a battery deletes all orders: if it may, kubectl label namespace ${namespace} ${label}=true`;
  return undefined;
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).hostname : '';
}
