// What the tests run: a tiny service with a readiness that can be switched off, and a manifest of two of them.

export const webScript = `
import http from 'node:http';
// Drains as a service should: still answers for a moment, but keeps no connection.
let isEnding = false;
const { HOST, PORT, HOSTNAME, GREETING, UPSTREAM_URL } = process.env;
let isReady = true;
const answers = {
  '/ready': (response) => { response.statusCode = isReady ? 200 : 503; return ''; },
  '/unready': () => { isReady = false; return ''; },
  '/upstream': async () => (await fetch(UPSTREAM_URL, { headers: { connection: 'close' } })).text(),
};
http.createServer(async (request, response) => {
  if (isEnding) response.setHeader('connection', 'close');
  const answer = answers[request.url] ?? (() => HOSTNAME);
  try { response.end(await answer(response)); } catch (error) { response.writeHead(502).end(String(error)); }
}).listen(PORT, HOST, () => console.log(GREETING + ' from ' + HOSTNAME));
process.on('SIGTERM', () => {
  isEnding = true;
  setTimeout(() => process.exit(0), 300);
});
`;

function service(name: string, type: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
  type: ${type}
  selector: { app: ${name} }
  ports: [{ name: http, port: 80, targetPort: http }]
`;
}

function deployment(name: string, replicas: number, env: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 5
      containers:
        - name: web
          image: fixture/web
          imagePullPolicy: Never
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /ready, port: http }, periodSeconds: 1, failureThreshold: 1 }
          env: ${env}
`;
}

export const shop = [
  '\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n',
  '\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: words, namespace: shop }\ndata: { greeting: hello }\n',
  service('front', 'NodePort'),
  service('back', 'ClusterIP'),
  deployment(
    'front',
    1,
    '[{ name: UPSTREAM_URL, value: "http://back" }, { name: GREETING, valueFrom: { configMapKeyRef: { name: words, key: greeting } } }]',
  ),
  deployment('back', 2, '[{ name: GREETING, value: hi }]'),
].join('---');
