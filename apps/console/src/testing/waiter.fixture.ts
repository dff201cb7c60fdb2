// Serves one request by calling a port on which nobody listens, then ends; prints the id of the trace.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';

// Instrumentations patch what is required, as the frameworks of services do.
const { createServer } = createRequire(import.meta.url)('node:http') as typeof import('node:http');
const server = createServer((request, response) => {
  void fetch('http://127.0.0.1:2/products/burger')
    .catch(() => undefined)
    .then(() => response.writeHead(503, { 'x-traceparent': request.headers.traceparent }).end());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, {
  method: 'POST',
});
process.stdout.write(answer.headers.get('x-traceparent')?.split('-')[1] ?? '');
server.close();
