export interface KubeconfigOptions {
  /** `https://127.0.0.1:PORT` */
  server: string;
  caPem: string;
  token: string;
  context: string;
  namespace: string;
}

/** A kubeconfig with one context. JSON, which is YAML; holds the token, so write it with mode 0600. */
export function kubeconfig({ server, caPem, token, context, namespace }: KubeconfigOptions): string {
  const certificate = Buffer.from(caPem).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: context, cluster: { server, 'certificate-authority-data': certificate } }],
    users: [{ name: context, user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user: context, namespace } }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
