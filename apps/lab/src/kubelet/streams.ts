// What kubectl asks of a running pod: its logs, a connection to a port, a command beside its process.
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { type LogOptions, type Pod, type PodStreams, StatusError } from '@chaos-workshop/kube-api';

import { localPort } from '../network/ports.js';
import { type ContainerRunner } from './container-runner.js';
import { isUp } from './container-state.js';
import { type Kubelet } from './kubelet.js';

export function podStreams(kubelet: Kubelet): PodStreams {
  const containerOf = (pod: Pod, name: string | undefined): ContainerRunner => {
    const runner = kubelet.runner(pod)?.container(name);
    if (runner) return runner;
    throw StatusError.badRequest(`container ${name ?? ''} is not valid for pod ${pod.metadata.name}`);
  };
  return {
    logs: (pod, options, signal) => readLogs(containerOf(pod, options.container), pod, { options, signal }),
    dial: (pod, port) => {
      const local = localPort(pod, port);
      if (local === undefined) {
        throw StatusError.badRequest(
          `pod ${pod.metadata.name} declares no containerPort ${port}: nothing to forward to`,
        );
      }
      return net.connect({ host: '127.0.0.1', port: local });
    },
    exec: (pod, container, command) => execute(containerOf(pod, container), command),
  };
}

function readLogs(
  container: ContainerRunner,
  pod: Pod,
  { options, signal }: { options: LogOptions; signal: AbortSignal },
): AsyncIterable<Buffer> {
  const log = container.log(options.previous);
  const { name, state } = container.view;
  if (!log) {
    const what = options.previous ? 'previous terminated container' : 'container';
    const why = options.previous
      ? 'not found'
      : `is waiting to start: ${whyWaiting('reason' in state ? state.reason : 'ContainerCreating')}`;
    throw StatusError.badRequest(`${what} "${name}" in pod "${pod.metadata.name}" ${why}`);
  }
  const { follow, tailLines, timestamps, limitBytes } = options;
  const sinceMs = sinceOf(options);
  return log.read(
    {
      follow,
      timestamps,
      ...(tailLines === undefined ? {} : { tailLines }),
      ...(limitBytes === undefined ? {} : { limitBytes }),
      ...(sinceMs === undefined ? {} : { sinceMs }),
    },
    signal,
  );
}

/** As the kubelet says it: two reasons have words of their own. */
function whyWaiting(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
}

function sinceOf({ sinceSeconds, sinceTime }: LogOptions): number | undefined {
  if (sinceTime !== undefined) return Date.parse(sinceTime);
  return sinceSeconds === undefined ? undefined : Date.now() - sinceSeconds * 1000;
}

/** A process of its own, in the container's directory and with its environment. */
function execute(container: ContainerRunner, command: string[]): ChildProcess {
  const { view, env, cwd } = container;
  if (!isUp(view)) throw StatusError.badRequest(`container not found ("${view.name}"): it is not running`);
  const [file = '', ...args] = command;
  return spawn(file, args, { env, cwd, stdio: 'pipe' });
}
