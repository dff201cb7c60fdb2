import type { Random } from '@chaos-workshop/fault-link';

export interface Malformed {
  readonly bytes: Buffer;
  readonly isHead: boolean;
}

const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'];

const goodNames = ['a', 'b', 'c'];

const oddNames = ['nobody', '%00', '%ff', '%2F', '..', '%E0%A4%A', '__proto__', 'x'.repeat(3000), '->'];

const goodTargets = [
  'POST /proxies',
  'PATCH /proxies/NAME',
  'PUT /proxies/NAME',
  'POST /proxies/NAME/toxics',
  'POST /proxies/NAME/toxics',
  'PATCH /proxies/NAME/toxics/NAME',
  'POST /populate',
  'PUT /faults/NAME',
  'GET /proxies/NAME',
  'GET /proxies/NAME/connections',
  'GET /metrics',
  'DELETE /proxies/NAME/toxics/NAME',
  'DELETE /faults/NAME',
];

const oddPaths = [
  '/proxies',
  '/version',
  '/seed',
  '//proxies/./NAME',
  '/NAME/NAME/NAME/NAME/NAME',
  'http://somewhere/proxies',
  '*',
];

const oddHeaders = [
  'User-Agent: Mozilla/5.0\r\n',
  'Origin: null\r\n',
  'Content-Type: text/plain;;\r\n',
  'Upgrade: h2c\r\nConnection: Upgrade\r\n',
  `X: ${'y'.repeat(8000)}\r\n`,
];

const types = [
  'latency',
  'bandwidth',
  'slicer',
  'timeout',
  'reset_peer',
  'slow_close',
  'limit_data',
  'loss',
  'noop',
];

const attributeNames =
  'latency jitter rate average_size size_variation delay timeout bytes percent correlation connect burst'.split(
    ' ',
  );

const values: readonly unknown[] = [
  0,
  -1,
  1,
  7.5,
  1e15,
  1e308,
  2 ** 62,
  null,
  true,
  '',
  'upstream',
  '10',
  [],
  {},
  [[[]]],
  { toString: 1 },
  '127.0.0.1:0',
  'nope',
  '[::1',
  '127.0.0.1:99999',
  '\u0000',
  '😀'.repeat(50),
];

/** Requests whose end can be found, so that others can follow them; what they say makes little sense. */
export function malformedRequest(random: Random): Malformed {
  const good = pick(random, goodTargets);
  const [method = '', path = ''] = chance(random, 5)
    ? [pick(random, methods), pick(random, oddPaths)]
    : good.split(' ');
  const names = path.replaceAll('NAME', () => pick(random, chance(random, 5) ? oddNames : goodNames));
  const body = mangled(random, Buffer.from(malformedBody(random)));
  const host = chance(random, 20) ? pick(random, ['evil.example', '[', '']) : 'localhost';
  const extra = chance(random, 20) ? pick(random, oddHeaders) : '';
  const head = `${method} ${names} HTTP/1.1\r\nHost: ${host}\r\n${extra}Content-Length: ${body.length}\r\n\r\n`;
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), isHead: method === 'HEAD' };
}

/** What no server can make sense of, or what never ends. */
export function brokenRequest(random: Random): Malformed {
  const text = pick(random, [
    'GARBAGE\r\n\r\n',
    'GET /proxies HTTP/9.9\r\n\r\n',
    'GET /proxies HTTP/1.1\r\n\r\n',
    'GET  /proxies HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /proxies HTTP/1.1\r\nHost localhost\r\n\r\n',
    'GET /proxies HTTP/1.1\r\nHost: localhost\r\n',
    'POST /proxies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"name":',
    'POST /proxies HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n',
    'POST /proxies HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    'POST /populate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n',
    'POST /populate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n[]',
    'CONNECT somewhere:443 HTTP/1.1\r\nHost: somewhere\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'POST /proxies HTTP/1.1\r\nHost: localhost\r\nExpect: banana\r\nContent-Length: 0\r\n\r\n',
    `GET /proxies HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    `GET /${'z'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  ]);
  return { bytes: Buffer.from(text, 'latin1'), isHead: false };
}

function malformedBody(random: Random): string {
  const make = pick(random, [
    () => JSON.stringify(proxyLike(random)),
    () => JSON.stringify(toxicLike(random)),
    () => JSON.stringify(toxicLike(random)),
    () => JSON.stringify([proxyLike(random), proxyLike(random)]),
    () => JSON.stringify(faultLike(random)),
    () => JSON.stringify(pick(random, values)) ?? '',
    () => '['.repeat(2000),
    () => '{"a":'.repeat(500),
    () => '',
  ]);
  return make();
}

function proxyLike(random: Random): object {
  return {
    name: oddly(random, ['a', 'b', 'c']),
    listen: oddly(random, ['127.0.0.1:0']),
    upstream: oddly(random, ['127.0.0.1:9', 'nope']),
    enabled: oddly(random, [true, false, undefined]),
    protocol: oddly(random, ['tcp', 'http', undefined]),
    upstreams: oddly(random, [undefined, undefined, [{ name: 'u', address: '127.0.0.1:9' }]]),
    toxics: oddly(random, [undefined, [toxicLike(random), toxicLike(random)]]),
  };
}

function toxicLike(random: Random): object {
  const attributes = Object.fromEntries(
    Array.from({ length: 4 }, () => [pick(random, attributeNames), oddly(random, [1, 10, 1000])]),
  );
  return {
    type: oddly(random, types),
    name: oddly(random, [undefined, 'a', 'b']),
    stream: oddly(random, ['upstream', 'downstream']),
    toxicity: oddly(random, [1, 0.5]),
    attributes: oddly(random, [attributes]),
    ttl: oddly(random, [undefined, 50]),
    first: oddly(random, [undefined, 2]),
    scope: oddly(random, [undefined, undefined, 'request']),
    seed: oddly(random, [undefined, 7]),
  };
}

function faultLike(random: Random): object {
  const toxics = [{ proxy: 'a', ...toxicLike(random) }, pick(random, values)];
  const http = [
    { proxy: 'a', target: 'Request', match: pick(random, values), percent: pick(random, values) },
  ];
  return pick(random, [{ toxics }, { http }, { toxics, http, ttlMs: pick(random, values) }]);
}

/** Every fourth body loses, gains or changes a few bytes. */
function mangled(random: Random, body: Buffer): Buffer {
  const at = Math.floor(random.next() * body.length);
  const noise = Buffer.from([random.next() * 256, random.next() * 256]);
  if (!chance(random, 4)) return body;
  return pick(random, [
    body.subarray(0, at),
    Buffer.concat([body.subarray(0, at), noise, body.subarray(at)]),
    Buffer.concat([body.subarray(0, at), noise, body.subarray(at + 2)]),
  ]);
}

/** Once in ten times none of them. */
function oddly(random: Random, items: readonly unknown[]): unknown {
  return pick(random, chance(random, 10) ? values : items);
}

/** True once in so many times. */
function chance(random: Random, of: number): boolean {
  return random.next() * of < 1;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random.next() * items.length)] as Item;
}
