// A program as a child process, line by line; a failure names the command in a form that can be pasted.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { quote } from 'zx';

export interface CommandOptions {
  /** Each line that the program prints, on either stream. */
  onLine?: (line: string) => void;
  env?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
}

export class CommandFailed extends Error {
  override name = 'CommandFailed';

  constructor(command: string, reason: string, lastLines: string[]) {
    super([`${reason}:`, `    ${command}`, ...lastLines.map((line) => `  ${line}`)].join('\n'));
  }
}

const keptLines = 15;

/** What the program prints on stdout. */
export async function run(command: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { onLine, env = {}, signal, timeoutMs } = options;
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  const end = await endOf(child);
  if (end === 0) return stdout;
  signal?.throwIfAborted();
  throw new CommandFailed(pasteable(command, env), end, lines.filter(Boolean).slice(-keptLines));
}

/** 0, or what went wrong. */
async function endOf(child: ChildProcess): Promise<0 | string> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (code === 0) return 0;
    return signal ? `ended by ${signal}` : `failed with exit code ${code}`;
  } catch (error) {
    return `cannot run (${(error as Error).message})`;
  }
}

/** Does the program end with 0? */
export function succeeds(command: readonly string[], options: CommandOptions = {}): Promise<boolean> {
  return run(command, options).then(
    () => true,
    () => false,
  );
}

export function pasteable(command: readonly string[], env: Record<string, string> = {}): string {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
  return [...settings, ...command.map((word) => quote(word))].join(' ');
}
