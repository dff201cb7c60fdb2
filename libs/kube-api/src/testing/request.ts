import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { TestCluster } from './cluster.js';

export interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  code: number;
  headers: IncomingMessage['headers'];
  /** The JSON of the answer; its text when that is not JSON. */
  body: unknown;
}

/** What is at a path such as `metadata.name` or `rows.0.cells`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((parent, name) => (parent as Record<string, unknown> | undefined)?.[name], value);
}

/** One request to a test cluster, with its token unless the headers say otherwise. */
export async function send(cluster: TestCluster, path: string, sent: Sent = {}): Promise<Answer> {
  const response = await open(cluster, path, sent);
  const content = await text(response);
  return { code: response.statusCode ?? 0, headers: response.headers, body: parse(content) };
}

/** The same, as soon as the headers are there: for watches and logs. */
export function open(cluster: TestCluster, path: string, { method = 'GET', body, headers = {} }: Sent) {
  const content = typeof body === 'string' || body === undefined ? (body ?? '') : JSON.stringify(body);
  const options = {
    method,
    ca: cluster.caPem,
    servername: 'localhost',
    agent: false,
    headers: {
      authorization: `Bearer ${cluster.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
      ...headers,
    },
  };
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpsRequest(new URL(path, cluster.url), options, resolve);
    request.once('error', reject);
    request.end(content);
  });
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}
