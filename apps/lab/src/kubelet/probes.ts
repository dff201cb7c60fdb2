// The probes of one run of a container: startup first, then liveness and readiness.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Container, type Pod, type Probe } from '@chaos-workshop/kube-api';
import { type Check, type CheckResult, Prober, runCheck, timedOut } from '@chaos-workshop/supervisor';

import { localPort, resolvePort } from '../network/ports.js';

export interface ProbeTarget {
  pod: Pod;
  container: Container;
  env: Record<string, string>;
  cwd: string;
  /** By how many milliseconds the next packet of the pod is late; infinite: it never arrives. */
  lateness: () => number;
}

export interface ProbeNews {
  started(): void;
  ready(isReady: boolean): void;
  /** Startup or liveness failed too often: the container must be restarted. */
  failed(kind: 'startup' | 'liveness'): void;
  /** One check failed; `text` is the event's message. */
  unhealthy(text: string): void;
}

/** The kubelet notices a new container, and asks it for the first time, some hundred milliseconds after its start. */
const noticedAfterMs = 300;

/** Tells news until the returned function is called. A probe that is not there counts as passed. */
export function startProbes(target: ProbeTarget, news: ProbeNews): () => void {
  const { startupProbe, livenessProbe, readinessProbe } = target.container;
  const probers: Prober[] = [];
  const stop = () => probers.forEach((prober) => prober.stop());
  const watch = (kind: string, probe: Probe, onVerdict: (isPassing: boolean) => void) => {
    const prober = new Prober({
      timing: timingOf(probe),
      check: () => ask(checkOf(target, probe), (probe.timeoutSeconds ?? 1) * 1000, target.lateness),
      onResult: (result, { verdict }) => {
        if (!result.ok) news.unhealthy(`${kind} probe failed: ${result.message}`);
        if (verdict !== 'unknown') onVerdict(verdict === 'passing');
      },
    });
    probers.push(prober);
    return prober;
  };
  const fail = (kind: 'startup' | 'liveness') => {
    stop();
    news.failed(kind);
  };
  const afterStart = () => {
    news.started();
    if (livenessProbe) watch('Liveness', livenessProbe, (isPassing) => isPassing || fail('liveness'));
    if (readinessProbe) watch('Readiness', readinessProbe, (isPassing) => news.ready(isPassing));
    else news.ready(true);
  };
  if (!startupProbe) afterStart();
  else {
    const prober = watch('Startup', startupProbe, (isPassing) => {
      prober.stop();
      if (isPassing) afterStart();
      else fail('startup');
    });
  }
  return stop;
}

/** Over the network an answer comes as late as chaos has it: once for the handshake, and once for what is said. */
async function ask(check: Check, timeoutMs: number, lateness: () => number): Promise<CheckResult> {
  if (check.kind === 'exec') return runCheck(check, timeoutMs);
  const lateMs = lateness() + (check.kind === 'http' ? lateness() : 0);
  await sleep(Math.min(lateMs, timeoutMs));
  return lateMs < timeoutMs ? runCheck(check, timeoutMs - lateMs) : timedOut(check);
}

function timingOf(probe: Probe) {
  return {
    initialDelayMs: Math.max(noticedAfterMs, (probe.initialDelaySeconds ?? 0) * 1000),
    periodMs: (probe.periodSeconds ?? 10) * 1000,
    successThreshold: probe.successThreshold ?? 1,
    failureThreshold: probe.failureThreshold ?? 3,
  };
}

function checkOf({ pod, env, cwd }: ProbeTarget, { httpGet, tcpSocket, exec }: Probe): Check {
  const host = '127.0.0.1';
  const portOf = (port: number | string) => localPort(pod, resolvePort(pod, port) ?? 0) ?? 0;
  if (httpGet) {
    const headers = (httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]);
    return {
      kind: 'http',
      host,
      port: portOf(httpGet.port),
      path: httpGet.path ?? '/',
      scheme: httpGet.scheme ?? 'HTTP',
      headers: Object.fromEntries(headers) as Record<string, string>,
    };
  }
  if (tcpSocket) return { kind: 'tcp', host, port: portOf(tcpSocket.port) };
  return { kind: 'exec', command: exec?.command ?? ['true'], env, cwd };
}
