// Small manifests that tests apply: one line of JSON each, so that a test shows what differs.

/** A selector of the pods of the Deployment `web`. */
export const webSelector = `"selector":{"labelSelectors":{"app.kubernetes.io/name":"web"}}`;

export function chaos(kind: string, name: string, spec: string): string {
  return `{"apiVersion":"chaos-mesh.org/v1alpha1","kind":"${kind}","metadata":{"name":"${name}"},"spec":{${spec}}}`;
}

/** A Pod with one container of the same name; `fields` are those of the container that matter. */
export function pod(name: string, fields: string, image = 'redis:7-bookworm'): string {
  const container = `{"name":"${name}","image":"${image}"${fields && `,${fields}`}}`;
  return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"},"spec":{"containers":[${container}]}}`;
}

/** Redis behind no Service, with a readiness probe. */
export function redisDeployment(name: string, replicas: number): string {
  const labels = { 'app.kubernetes.io/name': name };
  const readinessProbe = { tcpSocket: { port: 'redis' }, periodSeconds: 1 };
  const ports = [{ name: 'redis', containerPort: 6379 }];
  const containers = [{ name, image: 'redis:7-bookworm', ports, readinessProbe }];
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec });
}
