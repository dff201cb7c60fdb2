import { spawnSync } from 'node:child_process';

export interface PortHolder {
  readonly pid: string;
  readonly name: string;
}

/** The process that listens on this port, as far as a tool of this machine can tell. */
export function portHolder(port: number): PortHolder | undefined {
  return fromLsof(port) ?? fromSs(port);
}

function fromLsof(port: number): PortHolder | undefined {
  const text = output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(text) ?? [];
  return pid && name ? { pid, name } : undefined;
}

function fromSs(port: number): PortHolder | undefined {
  const text = output('ss', ['-Hltnp', `sport = :${port}`]);
  const [, name, pid] = /\(\("([^"]+)",pid=(\d+)/.exec(text) ?? [];
  return pid && name ? { pid, name } : undefined;
}

/** Empty when there is no such program. */
function output(program: string, args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8', timeout: 2000 }).stdout ?? '';
}
