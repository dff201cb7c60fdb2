// What clients of Toxiproxy ask, in the order in which they ask it: each request meets what those before it left.
import type { Request } from './toxiproxy-api.ts';

const upstream = '127.0.0.1:9';
const listen = '127.0.0.1:0';

/** `taken` is an address that somebody else listens on. */
export function toxiproxyRequests(taken: string): Request[] {
  return [
    ...creation(taken),
    ...changes(taken),
    ...toxics(),
    ...toxicMistakes(),
    ...populate(taken),
    ...server(),
    ...ends(),
  ];
}

function creation(taken: string): Request[] {
  const bodies: unknown[] = [
    { name: 'db', listen, upstream },
    { name: 'db', listen, upstream },
    { name: 'off', listen: 'localhost:0', upstream, enabled: false },
    { name: 'everywhere', upstream },
    { name: 'zeros', listen: '0.0.0.0:0', upstream },
    { NAME: 'case', Listen: listen, uPSTREAM: upstream, ENABLED: false },
    { name: 'nulls', listen: null, upstream, enabled: null },
    { name: 'with space', listen, upstream },
    { name: 'more', listen, upstream, unknown: [1], toxics: null },
    { name: 'taken', listen: taken, upstream },
    { name: 'x', listen: 'nope', upstream },
    { name: 'x', listen: '127.0.0.1:99999', upstream },
    { name: 'x', listen: 'a:b:c', upstream },
    { name: '', upstream },
    { name: 'x', upstream: '' },
    { name: 'x' },
    {},
    null,
    '',
    '   ',
    '{',
    '[]',
    '"text"',
    '7',
    { name: 1, upstream },
    { name: 'x', upstream, enabled: 'yes' },
    `{"name":"behind","listen":"${listen}","upstream":"${upstream}"} and more`,
  ];
  return [
    ...bodies.map((body) => ({ method: 'POST', path: '/proxies', body })),
    get('/proxies'),
    get('/proxies/db'),
    get('/proxies/with%20space'),
    get('/proxies/none'),
  ];
}

function changes(taken: string): Request[] {
  const changesOf = (path: string, bodies: unknown[]) =>
    bodies.flatMap((body) => [{ method: 'PATCH', path, body }, get(path)]);
  return [
    ...changesOf('/proxies/db', [
      {},
      { name: 'other' },
      { enabled: false },
      { enabled: false },
      { enabled: true },
      { upstream: '127.0.0.1:10' },
      { enabled: true },
      { listen },
      { enabled: true },
      { listen: 'nope' },
      { listen: taken },
      { listen, enabled: true },
      { enabled: 'no' },
      { toxics: [{ type: 'noop' }] },
      '',
      '[',
      null,
    ]),
    { method: 'POST', path: '/proxies/off', body: { enabled: true } },
    { method: 'POST', path: '/proxies/none', body: { enabled: true } },
    { method: 'PATCH', path: '/proxies/none', body: '{' },
  ];
}

function toxics(): Request[] {
  const path = '/proxies/db/toxics';
  const bodies: unknown[] = [
    { type: 'latency', attributes: { latency: 10, jitter: 2 } },
    { type: 'latency', stream: 'upstream' },
    { type: 'latency', stream: 'Upstream', name: 'shouted' },
    { type: 'noop', stream: 'DownStream' },
    { type: 'bandwidth', toxicity: 0.5, attributes: { rate: 100 } },
    { type: 'timeout', name: 't', toxicity: 0.123456789 },
    { type: 'slow_close', attributes: { delay: 5, unknown: 'x' } },
    { type: 'slicer', attributes: { average_size: 64, size_variation: 32, delay: 1 } },
    { type: 'limit_data', attributes: { bytes: null } },
    { type: 'reset_peer', attributes: null, toxicity: null, stream: null },
    { type: 'noop', name: 'seven', toxicity: 7 },
    { type: 'noop', name: 'less', toxicity: -1 },
    { type: 'noop', name: 'third', toxicity: 1 / 3 },
    { TYPE: 'latency', Name: 'case', Attributes: { LATENCY: 3 } },
  ];
  return [
    ...bodies.map((body) => ({ method: 'POST', path, body })),
    get(path),
    get('/proxies/db'),
    get(`${path}/t`),
    { method: 'PATCH', path: `${path}/t`, body: { attributes: { timeout: 5 } } },
    { method: 'POST', path: `${path}/t`, body: { toxicity: 0.25, name: 'u', type: 7, stream: '' } },
    { method: 'PATCH', path: `${path}/t`, body: {} },
    { method: 'PATCH', path: `${path}/t`, body: { attributes: null, toxicity: null } },
    { method: 'PATCH', path: `${path}/t`, body: null },
    { method: 'DELETE', path: `${path}/t` },
    { method: 'DELETE', path: `${path}/t` },
    get(`${path}/t`),
    get(path),
  ];
}

function toxicMistakes(): Request[] {
  const path = '/proxies/db/toxics';
  const bodies: unknown[] = [
    { type: 'latency' },
    { type: 'latency', attributes: { latency: 'x' } },
    { type: 'latency', name: 'y', attributes: { latency: '10' } },
    { type: 'latency', name: 'y', attributes: { latency: 10.5 } },
    { type: 'latency', name: 'y', attributes: [] },
    { type: 'latency', name: 'y', attributes: 'x' },
    { type: 'latency', name: 'y', stream: '' },
    { type: 'latency', name: 'y', stream: 'sideways' },
    { type: 'nope' },
    { type: '' },
    { type: 7 },
    { type: 'latency', name: 'y', toxicity: '1' },
    { type: 'latency', name: 'y', toxicity: 1e40 },
    {},
    null,
    '',
    '{',
  ];
  return [
    ...bodies.map((body) => ({ method: 'POST', path, body })),
    { method: 'POST', path: '/proxies/none/toxics', body: { type: 'noop' } },
    { method: 'PATCH', path: `${path}/none`, body: {} },
    { method: 'PATCH', path: `${path}/seven`, body: { toxicity: 'x' } },
    { method: 'PATCH', path: `${path}/seven`, body: '' },
    { method: 'DELETE', path: '/proxies/none/toxics/seven' },
    get('/proxies/none/toxics'),
    get('/proxies/none/toxics/seven'),
    get(path),
  ];
}

function populate(taken: string): Request[] {
  const off = { enabled: false };
  const bodies: unknown[] = [
    [
      { name: 'p1', listen, upstream, ...off },
      { name: 'p2', listen, upstream },
    ],
    [],
    null,
    {},
    '',
    '[',
    [null],
    [{ name: 'p3', listen, upstream }, { name: 'p4' }],
    [{ upstream }],
    [{ name: 7 }],
    [
      { name: 'p5', listen, upstream, ...off },
      { name: 'p6', listen: taken, upstream },
      { name: 'p7', listen, upstream, ...off },
    ],
    [{ name: 'p1', listen: 'nope', upstream }],
    [{ name: 'p2', listen: taken, upstream: '127.0.0.1:10' }],
    [{ name: 'p1', listen, upstream: '127.0.0.1:10', ...off }],
  ];
  return bodies.flatMap((body) => [{ method: 'POST', path: '/populate', body }, get('/proxies')]);
}

function server(): Request[] {
  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
  return [
    get('/'),
    get('/nope'),
    get('/proxies/'),
    get('/proxies/db/'),
    get('/proxies/db/nope'),
    get('/metrics'),
    get('//proxies/db?x=1'),
    get('/proxies/db?x=1'),
    get('/populate'),
    get('/reset'),
    { method: 'PUT', path: '/proxies' },
    { method: 'OPTIONS', path: '/proxies' },
    { method: 'HEAD', path: '/proxies' },
    { method: 'HEAD', path: '/nope' },
    { method: 'POST', path: '/version' },
    { method: 'PATCH', path: '/populate', body: [] },
    { method: 'GET', path: '/proxies', headers: browser },
    { method: 'POST', path: '/reset', headers: browser },
    { method: 'GET', path: '/nope', headers: browser },
    { method: 'PUT', path: '/version', headers: browser },
  ];
}

function ends(): Request[] {
  return [
    { method: 'POST', path: '/reset' },
    get('/proxies'),
    { method: 'DELETE', path: '/proxies/db' },
    { method: 'DELETE', path: '/proxies/db' },
    { method: 'POST', path: '/reset', body: 'whatever' },
    get('/proxies/db'),
    get('/proxies'),
  ];
}

function get(path: string): Request {
  return { method: 'GET', path };
}
