import { spawnSync } from 'node:child_process';

export interface PortHolder {
  readonly pid: string;
  /** Its command line, or the beginning of it. */
  readonly command: string;
}

/** The process that listens on this port, as far as a tool of this machine can tell. */
export function portHolder(port: number): PortHolder | undefined {
  const fromLsof = /^\d+/.exec(output('lsof', ['-t', '-nP', `-iTCP:${port}`, '-sTCP:LISTEN']))?.[0];
  const pid = fromLsof ?? /pid=(\d+)/.exec(output('ss', ['-Hltnp', `sport = :${port}`]))?.[1];
  if (pid === undefined) return undefined;
  return { pid, command: output('ps', ['-o', 'args=', '-p', pid]).trim().slice(0, 80) };
}

/** Empty when there is no such program. */
function output(program: string, args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8', timeout: 2000 }).stdout ?? '';
}
