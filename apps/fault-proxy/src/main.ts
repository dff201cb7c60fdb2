import { Faults, freshSeed, Proxies, Random } from '@chaos-workshop/fault-link';
import { createApi } from './api.js';
import { loadConfig } from './config-file.js';
import { startHttpProxies } from './http-proxies.js';
import { log } from './log.js';
import { readOptions, usage } from './options.js';
import { onOrphaned } from './dead-mans-switch.js';
import { OwnToxics } from './own-toxics.js';
import { listen, stopper } from './server.js';
import { version } from './version.js';

/** A Toxiproxy-compatible server with HTTP faults, leases and a dead man's switch. */
const options = readOptions(process.argv.slice(2));
if (options.help) finish(usage);
if (options.version) finish(`fault-proxy version ${version}`);

const seed = options.seed ?? freshSeed();
const random = new Random(seed);
const proxies = new Proxies();
const faults = new Faults(proxies, { random });
const parts = { proxies, faults, random, toxics: new OwnToxics({ random }), metrics: options.metrics };
const server = createApi(parts);
const stop = stopper({ server, proxies, faults });

try {
  if (options.config !== undefined) await loadConfig(options.config, parts);
  await startHttpProxies(options.httpProxies, proxies);
  const { host, port } = await listen(server, options);
  log('info', 'listening', { host, port, seed });
} catch (error) {
  process.stderr.write(`[fault-proxy] ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

process.once('SIGINT', stop);
process.once('SIGTERM', stop);
if (options.exitWithStdin) onOrphaned(process.stdin, stop);

function finish(text: string): never {
  process.stdout.write(`${text}\n`);
  process.exit(0);
}
