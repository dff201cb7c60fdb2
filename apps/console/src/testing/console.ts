import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { type ServiceStats } from '../store/service-stats.js';
import { type Span } from '../store/span.js';
import { type TraceSummary } from '../store/trace.js';
import { exportRequest, type SpanSketch } from './spans.js';

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export const mainFile = new URL('../main.js', import.meta.url).pathname;

/** The real process on free ports, ended with the test. */
export class Console {
  readonly child: ChildProcess;
  readonly url: string;
  readonly otlpUrl: string;

  private constructor(child: ChildProcess, { port, otlpPort }: { port: number; otlpPort: number }) {
    this.child = child;
    this.url = `http://127.0.0.1:${port}`;
    this.otlpUrl = `http://127.0.0.1:${otlpPort}`;
  }

  static async start(t: { after: (end: () => void) => void }): Promise<Console> {
    const env = { PATH: process.env['PATH'], PORT: '0', OTLP_PORT: '0' };
    const child = spawn(process.execPath, [mainFile], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new Console(child, JSON.parse(line) as { port: number; otlpPort: number });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return call(`${this.url}${path}`, { headers });
  }

  async page(path: string): Promise<string> {
    return (await this.get(path)).text;
  }

  async traces(query = ''): Promise<TraceSummary[]> {
    return (JSON.parse(await this.page(`/api/traces${query}`)) as { traces: TraceSummary[] }).traces;
  }

  async trace(traceId: string): Promise<{ summary: TraceSummary; spans: Span[] }> {
    return JSON.parse(await this.page(`/api/traces/${traceId}`)) as { summary: TraceSummary; spans: Span[] };
  }

  async services(query = ''): Promise<ServiceStats[]> {
    return (JSON.parse(await this.page(`/api/services${query}`)) as { services: ServiceStats[] }).services;
  }

  /** Sends spans as OTLP; answers what the receiver answered. */
  receive(...spans: SpanSketch[]): Promise<Reply> {
    return this.post('/v1/traces', JSON.stringify(exportRequest(spans)));
  }

  post(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Reply> {
    const all = { 'content-type': 'application/json', ...headers };
    return call(`${this.otlpUrl}${path}`, { method: 'POST', headers: all, body });
  }
}

/** `fetch` does not let a caller say its own Host. */
export async function call(
  url: string,
  { method = 'GET', headers = {}, body }: CallOptions = {},
): Promise<Reply> {
  const sent = request(url, { method, headers });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = (await response.toArray()) as Buffer[];
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(chunks).toString(),
  };
}

interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}
