// Which processes run, which of them belong to a lab, and whether one is still the one it was.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { platform } from 'node:os';

/** Every process of a lab carries its directory in this variable. */
export const labVariable = 'CHAOS_WORKSHOP_LAB';

export interface MarkedProcess {
  pid: number;
  /** The lab's directory. */
  lab: string;
  command: string;
}

export function markedProcesses(): MarkedProcess[] {
  return (platform() === 'linux' ? fromProc() : fromPs()).filter(({ pid }) => pid !== process.pid);
}

/** A process id alone may be used again; with its start it names one process. */
export interface ProcessIdentity {
  pid: number;
  start: string;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, start: startOf(pid) ?? '' };
}

export function isAlive({ pid, start }: ProcessIdentity): boolean {
  return startOf(pid) === start;
}

/** When a process started, in the system's own terms; undefined when it is gone or a zombie. */
function startOf(pid: number): string | undefined {
  try {
    if (platform() !== 'linux') return ps('-o', 'lstart=', '-p', String(pid)).trim() || undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    return state === 'Z' || state === 'X' ? undefined : startTicks;
  } catch {
    return undefined;
  }
}

function fromProc(): MarkedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const lab = readStrings(pid, 'environ').find((variable) => variable.startsWith(`${labVariable}=`));
      if (!lab) return [];
      const command = readStrings(pid, 'cmdline').join(' ');
      return [{ pid: Number(pid), lab: lab.slice(labVariable.length + 1), command }];
    });
}

function readStrings(pid: string, file: 'environ' | 'cmdline'): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return []; // ended, or somebody else's
  }
}

/** macOS: `ps -E` prints the environment after the command. */
function fromPs(): MarkedProcess[] {
  const line = new RegExp(`^\\s*(\\d+) (.*) ${labVariable}=(.*?)(?: [A-Za-z_]+=|$)`);
  return ps('-axEww', '-o', 'pid=,command=')
    .split('\n')
    .flatMap((text) => {
      const [, pid, command = '', lab] = line.exec(text) ?? [];
      return pid && lab ? [{ pid: Number(pid), lab, command }] : [];
    });
}

function ps(...args: string[]): string {
  return execFileSync('ps', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
