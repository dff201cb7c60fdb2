// A program as a child process, line by line; a failure names the command in a form that can be pasted.
import { createInterface } from 'node:readline';
import { $, quote } from 'zx';

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
export async function run(
  command: readonly string[],
  { onLine, env = {}, signal, timeoutMs }: CommandOptions = {},
): Promise<string> {
  const lines: string[] = [];
  const child = $({
    env: { ...process.env, ...env },
    nothrow: true,
    quiet: true,
    detached: false,
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
  })`${command}`;
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  const { exitCode, stdout, signal: endedBy } = await child;
  if (exitCode === 0) return stdout;
  signal?.throwIfAborted();
  const reason = endedBy ? `ended by ${endedBy}` : `failed with exit code ${exitCode}`;
  throw new CommandFailed(pasteable(command, env), reason, lines.filter(Boolean).slice(-keptLines));
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
