import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Pod } from '../types.js';

export interface LogOptions {
  container?: string;
  follow: boolean;
  /** The run before the last restart. */
  previous: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** RFC 3339. */
  sinceTime?: string;
  timestamps: boolean;
  limitBytes?: number;
}

/** What the API server asks of whoever runs the Pods. Each may throw StatusError. */
export interface PodStreams {
  logs(pod: Pod, options: LogOptions, signal: AbortSignal): AsyncIterable<Buffer>;
  /** A connection straight to a declared containerPort of the Pod, past every fault. */
  dial(pod: Pod, port: number): Socket;
  /** Starts a command with piped stdin, stdout and stderr. */
  exec(pod: Pod, container: string, command: string[]): ChildProcess;
}
