// The commands of toxiproxy-cli 2.12, in its words.
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ToxiproxyApi } from './api.ts';
import { inspected, listed } from './words.ts';

export const usage = `npm run toxiproxy -- [--host http://localhost:8474] COMMAND

  list                                                      all proxies
  inspect NAME                                              a proxy and its toxics
  create -l LISTEN -u UPSTREAM NAME                         a new proxy
  toggle NAME                                               disables it, or enables it again
  delete NAME
  toxic add -t TYPE [-n NAME] [--tox 0..1] [-a KEY=VALUE …] [-u|-d] PROXY
  toxic update -n NAME [--tox 0..1] [-a KEY=VALUE …] PROXY  what is not named stays
  toxic remove -n NAME PROXY

Types: latency (latency, jitter: ms), bandwidth (rate: KB/s), slow_close (delay: ms), timeout (timeout: ms),
reset_peer (timeout: ms), slicer (average_size, size_variation: bytes, delay: µs), limit_data (bytes).
TOXIPROXY_URL stands for --host. Exit code: 0 done, 1 not.`;

export interface Terminal {
  out: (line: string) => void;
  isForPeople: boolean;
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

interface Command {
  names: string[];
  options: NonNullable<ParseArgsConfig['options']>;
  /** What could not be done, when it fails. */
  failure: string;
  run: (api: ToxiproxyApi, name: string, values: Values, terminal: Terminal) => Promise<void>;
}

const text = (short?: string) => ({ type: 'string', ...(short && { short }) }) as const;
const attributes = { type: 'string', short: 'a', multiple: true } as const;

const commands: Command[] = [
  {
    names: ['list', 'l', 'li', 'ls'],
    options: {},
    failure: 'Failed to retrieve proxies',
    run: async (api, _name, _values, { out, isForPeople }) =>
      listed(await api.proxies(), isForPeople).forEach(out),
  },
  {
    names: ['inspect', 'i', 'ins'],
    options: {},
    failure: 'Failed to retrieve proxy',
    run: async (api, name, _values, { out, isForPeople }) =>
      inspected(await api.proxy(name), isForPeople).forEach(out),
  },
  {
    names: ['create', 'c', 'new'],
    options: { listen: text('l'), upstream: text('u') },
    failure: 'Failed to create proxy',
    run: async (api, name, values, { out }) => {
      await api.create({ name, listen: required(values, 'listen'), upstream: required(values, 'upstream') });
      out(`Created new proxy ${name}`);
    },
  },
  {
    names: ['toggle', 'tog'],
    options: {},
    failure: 'Failed to toggle proxy',
    run: async (api, name, _values, { out }) => {
      const { enabled } = await api.enable(name, !(await api.proxy(name)).enabled);
      out(`Proxy ${name} is now ${enabled ? 'enabled' : 'disabled'}`);
    },
  },
  {
    names: ['delete', 'd'],
    options: {},
    failure: 'Failed to delete proxy',
    run: async (api, name, _values, { out }) => {
      await api.delete(name);
      out(`Deleted proxy ${name}`);
    },
  },
];

const toxicCommands: Command[] = [
  {
    names: ['add', 'a'],
    options: {
      type: text('t'),
      toxicName: text('n'),
      toxicity: text(),
      attribute: attributes,
      upstream: { type: 'boolean', short: 'u' },
      downstream: { type: 'boolean', short: 'd' },
    },
    failure: 'Failed to add toxic',
    run: async (api, proxy, values, { out }) => {
      const type = required(values, 'type');
      const stream = values['upstream'] === true ? 'upstream' : 'downstream';
      const name = values['toxicName'];
      const added = await api.addToxic(proxy, {
        type,
        stream,
        toxicity: 1,
        ...changeIn(values),
        ...(typeof name === 'string' && { name }),
      });
      out(`Added ${added.stream} ${added.type} toxic '${added.name}' on proxy '${proxy}'`);
    },
  },
  {
    names: ['update', 'u'],
    options: { toxicName: text('n'), toxicity: text(), attribute: attributes },
    failure: 'Failed to update toxic',
    run: async (api, proxy, values, { out }) => {
      const { name } = await api.updateToxic(proxy, required(values, 'toxicName'), changeIn(values));
      out(`Updated toxic '${name}' on proxy '${proxy}'`);
    },
  },
  {
    names: ['remove', 'r', 'delete', 'd'],
    options: { toxicName: text('n') },
    failure: 'Failed to remove toxic',
    run: async (api, proxy, values, { out }) => {
      const name = required(values, 'toxicName');
      await api.removeToxic(proxy, name);
      out(`Removed toxic '${name}' on proxy '${proxy}'`);
    },
  },
];

/** @throws with what could not be done and why. */
export async function toxiproxy(words: string[], terminal: Terminal): Promise<void> {
  const { host, rest } = hostIn(words);
  const isToxic = ['toxic', 't'].includes(rest[0] ?? '');
  const [verb = '', ...args] = isToxic ? rest.slice(1) : rest;
  if (['', 'help', 'h', '--help'].includes(verb)) return terminal.out(usage);
  const command = (isToxic ? toxicCommands : commands).find(({ names }) => names.includes(verb));
  if (command === undefined)
    throw new Error(`there is no command ${isToxic ? 'toxic ' : ''}${verb}\n\n${usage}`);
  const { values, positionals } = parse(args, command);
  if (values['help'] === true) return terminal.out(usage);
  const [name = ''] = positionals;
  if (name === '' && !command.names.includes('list')) throw new Error('Proxy name is missing.');
  try {
    await command.run(new ToxiproxyApi(host), name, values, terminal);
  } catch (error) {
    throw new Error(`${command.failure}: ${(error as Error).message}`, { cause: error });
  }
}

/** Go's programs take `-tox` for `--tox`. */
function parse(args: string[], { options }: Command): { values: Values; positionals: string[] } {
  const long = args.map((word) => (/^-[a-z]{2}/i.test(word) ? `-${word}` : word));
  const full = long.map((word) => (/^--tox(=|$)/.test(word) ? word.replace('--tox', '--toxicity') : word));
  const { values, positionals } = parseArgs({
    args: full,
    allowPositionals: true,
    options: { ...options, help: { type: 'boolean' } },
  });
  return { values, positionals };
}

function hostIn(words: string[]): { host: string; rest: string[] } {
  const [first = '', second = ''] = words;
  const [, given] = /^--?(?:host|h)=(.+)/.exec(first) ?? [];
  if (given !== undefined) return { host: given, rest: words.slice(1) };
  if (/^--?(host|h)$/.test(first)) return { host: second, rest: words.slice(2) };
  return { host: process.env['TOXIPROXY_URL'] ?? 'http://localhost:8474', rest: words };
}

function required(values: Values, option: string): string {
  const value = values[option];
  if (typeof value !== 'string' || value === '') throw new Error(`Required argument '${option}' was empty.`);
  return value;
}

function changeIn({ toxicity, attribute = [] }: Values): {
  toxicity?: number;
  attributes: Record<string, number>;
} {
  const pairs = (attribute as string[]).map((pair) => {
    const [key = '', value = ''] = pair.split('=');
    return [key, numberIn(value, `--attribute ${pair}`)] as const;
  });
  return {
    attributes: Object.fromEntries(pairs),
    ...(toxicity !== undefined && {
      toxicity: numberIn(toxicity as string, `--toxicity ${toxicity as string}`),
    }),
  };
}

function numberIn(value: string, words: string): number {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) throw new Error(`${words}: that is no number`);
  return number;
}
