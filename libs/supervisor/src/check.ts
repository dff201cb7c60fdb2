// One question to a process: does it answer over HTTP, does its port open, does a command succeed.
import { spawn } from 'node:child_process';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';

export type Check =
  | {
      kind: 'http';
      host: string;
      port: number;
      path: string;
      scheme: 'HTTP' | 'HTTPS';
      headers: Record<string, string>;
    }
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'exec'; command: string[]; env: Record<string, string>; cwd: string };

/** `message` says what went wrong in the kubelet's words, or what answered. */
export interface CheckResult {
  ok: boolean;
  message: string;
}

export function runCheck(check: Check, timeoutMs: number): Promise<CheckResult> {
  switch (check.kind) {
    case 'http':
      return checkHttp(check, timeoutMs);
    case 'tcp':
      return checkTcp(check, timeoutMs);
    case 'exec':
      return checkExec(check, timeoutMs);
    default:
      return check satisfies never;
  }
}

/** What a question over the network comes to that is not answered in time. */
export function timedOut(check: Check & { kind: 'http' | 'tcp' }): CheckResult {
  const message =
    check.kind === 'tcp'
      ? `dial tcp ${check.host}:${check.port}: i/o timeout`
      : `Get "${urlOf(check)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  return { ok: false, message };
}

function urlOf({ scheme, host, port, path }: Check & { kind: 'http' }): string {
  return `${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`;
}

/** Any status from 200 to 399 is a success. */
function checkHttp(check: Check & { kind: 'http' }, timeoutMs: number): Promise<CheckResult> {
  const url = urlOf(check);
  const headers = { 'User-Agent': 'kube-probe/1.34', Connection: 'close', ...check.headers };
  const options = {
    headers,
    agent: false,
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(timeoutMs),
  };
  return new Promise((resolve) => {
    const request = (check.scheme === 'HTTPS' ? https : http).get(url, options, (response) => {
      const code = response.statusCode ?? 0;
      response.resume();
      response.on('error', () => {});
      const ok = code >= 200 && code < 400;
      resolve({ ok, message: ok ? `HTTP ${code}` : `HTTP probe failed with statuscode: ${code}` });
    });
    request.on('error', (error) => {
      const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
      resolve(isLate ? timedOut(check) : { ok: false, message: `Get "${url}": ${dialError(check, error)}` });
    });
  });
}

function checkTcp(check: Check & { kind: 'tcp' }, timeoutMs: number): Promise<CheckResult> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: check.host, port: check.port });
    const finish = (result: CheckResult) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish(timedOut(check)), timeoutMs);
    socket.on('connect', () => finish({ ok: true, message: 'connected' }));
    socket.on('error', (error) => finish({ ok: false, message: dialError(check, error) }));
  });
}

function dialError(target: { host: string; port: number }, error: NodeJS.ErrnoException): string {
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'connect: connection refused',
    ECONNRESET: 'read: connection reset by peer',
  };
  return `dial tcp ${target.host}:${target.port}: ${reasons[error.code ?? ''] ?? error.message}`;
}

function checkExec(check: Check & { kind: 'exec' }, timeoutMs: number): Promise<CheckResult> {
  const [file = '', ...args] = check.command;
  return new Promise((resolve) => {
    const child = spawn(file, args, { env: check.env, cwd: check.cwd, detached: true });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(0, 1024));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
      resolve({
        ok: false,
        message: `command timed out: ${check.command.join(' ')} after ${timeoutMs / 1000}s`,
      });
    }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, message: error.message });
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, message: output.trim() });
    });
  });
}
