import { parseArgs } from 'node:util';
import { readHttpProxy } from './http-proxies.js';
import type { HttpProxy } from './http-proxies.js';

export interface Options {
  readonly host: string;
  readonly port: number;
  readonly config: string | undefined;
  readonly httpProxies: readonly HttpProxy[];
  readonly seed: number | undefined;
  readonly exitWithStdin: boolean;
  readonly metrics: { readonly proxy: boolean; readonly runtime: boolean };
  readonly help: boolean;
  readonly version: boolean;
}

export const usage = `Usage: npm run fault-proxy -- [options]

  --host HOST         where the API listens (default 127.0.0.1)
  --port PORT         0 lets the system choose (default 8474)
  --config FILE       JSON list of proxies to start with, in the shape of POST /populate
  --http-proxy NAME=LISTEN,UPSTREAM
                      stand in front of an HTTP server, e.g. http=0.0.0.0:8080,127.0.0.1:8081; may be repeated
  --seed N            fixes every random choice (default: a fresh one, which the first line of output reports)
  --exit-with-stdin   dead man's switch: lift all faults and exit when standard input ends
  --proxy-metrics     bytes of each proxy on /metrics
  --runtime-metrics   this process on /metrics
  --version, --help

Everything may be written with one dash, as for Toxiproxy's own server.`;

/** Exits with 1 and the reason when the command line makes no sense. Options may have one dash, as Toxiproxy's do. */
export function readOptions(args: readonly string[]): Options {
  try {
    return parse(args);
  } catch (error) {
    process.stderr.write(
      `[fault-proxy] ${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`,
    );
    process.exit(1);
  }
}

function parse(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: args.map((arg) => arg.replace(/^-(?=\w{2})/, '--')),
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8474' },
      config: { type: 'string' },
      'http-proxy': { type: 'string', multiple: true, default: [] },
      seed: { type: 'string' },
      'exit-with-stdin': { type: 'boolean', default: false },
      'proxy-metrics': { type: 'boolean', default: false },
      'runtime-metrics': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  return {
    host: values.host,
    port: wholeNumber('port', values.port, 65_535),
    config: values.config,
    httpProxies: values['http-proxy'].map(readHttpProxy),
    seed: values.seed === undefined ? undefined : wholeNumber('seed', values.seed, Number.MAX_SAFE_INTEGER),
    exitWithStdin: values['exit-with-stdin'],
    metrics: { proxy: values['proxy-metrics'], runtime: values['runtime-metrics'] },
    help: values.help,
    version: values.version,
  };
}

function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new Error(`--${name} ${text}: give a whole number from 0 to ${max}`);
}
