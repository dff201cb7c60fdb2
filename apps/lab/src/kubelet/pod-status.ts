// The status of a pod as Kubernetes shows it, pure: made from its containers.
import {
  type Condition,
  type Container,
  type ContainerState as ApiState,
  type ContainerStatus,
  type Pod,
  type PodStatus,
  rfc3339,
} from '@chaos-workshop/kube-api';

import { type ContainerView, type Ended, hasSucceeded, isUp, newContainer } from './container-state.js';
import { outcomeOf } from './plan-pod.js';

export const podIp = '127.0.0.1';

export function podStatus(pod: Pod, views: ContainerView[], now: number): PodStatus {
  const viewOf = ({ name }: Container) => views.find((view) => view.name === name) ?? newContainer(name);
  const { containers, initContainers = [] } = pod.spec;
  const isInitialized = initContainers.map(viewOf).every(hasSucceeded);
  const phase = phaseOf(pod, containers.map(viewOf), views);
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const unready = containers.filter((container) => !isReady(viewOf(container))).map(({ name }) => name);
  const conditions = [
    conditionOf('PodReadyToStartContainers', !isOver),
    initializedCondition(
      isInitialized,
      initContainers.filter((one) => !hasSucceeded(viewOf(one))),
    ),
    readyCondition('Ready', unready, phase),
    readyCondition('ContainersReady', unready, phase),
    conditionOf('PodScheduled', true),
  ];
  return {
    ...pod.status,
    phase,
    conditions: mergeConditions(pod.status?.conditions, conditions, now),
    hostIP: podIp,
    hostIPs: [{ ip: podIp }],
    podIP: podIp,
    podIPs: [{ ip: podIp }],
    startTime: pod.status?.startTime ?? rfc3339(new Date(now)),
    ...(initContainers.length && {
      initContainerStatuses: initContainers.map((one) => containerStatus(one, viewOf(one), true)),
    }),
    containerStatuses: containers.map((one) => containerStatus(one, viewOf(one), isInitialized)),
  };
}

/** Running once a container has run, unless all are over for good (kubelet's getPhase). */
function phaseOf(pod: Pod, views: ContainerView[], all: ContainerView[]): NonNullable<PodStatus['phase']> {
  const outcome = outcomeOf(pod, all);
  if (outcome) return outcome;
  return views.every((view) => isUp(view) || view.last) ? 'Running' : 'Pending';
}

function isReady(view: ContainerView): boolean {
  return isUp(view) && view.state.isReady;
}

function containerStatus(container: Container, view: ContainerView, isInitialized: boolean): ContainerStatus {
  const { name, image = '' } = container;
  const state = apiState(view, isInitialized);
  const before = state.terminated || isBetweenRuns(view) ? view.previous : view.last;
  return {
    name,
    image: view.image ?? image,
    imageID: view.last || isUp(view) ? `process://${view.image}` : '',
    ...containerId(view),
    ready: isReady(view),
    started: isUp(view) && view.state.isStarted,
    restartCount: view.restartCount,
    state,
    lastState: before ? { terminated: terminated(before) } : {},
  };
}

/** The process id, so that one can end a container by hand. */
function containerId(view: ContainerView): { containerID?: string } {
  const pid = isUp(view) ? view.state.pid : view.last?.pid;
  return pid ? { containerID: `process://${pid}` } : {};
}

function apiState(view: ContainerView, isInitialized: boolean): ApiState {
  const { state, last } = view;
  if (last && isBetweenRuns(view)) return runningSince(last.startedAt);
  switch (state.is) {
    case 'running':
    case 'stopping':
      return runningSince(state.startedAt);
    case 'blocked':
    case 'backing-off':
      return { waiting: { reason: state.reason, message: state.message } };
    case 'starting':
      return state.after ? { waiting: state.after } : beforeStart(view, isInitialized);
    case 'new':
    case 'ended':
      return beforeStart(view, isInitialized);
    default:
      return state satisfies never;
  }
}

/** The kubelet has ended it and starts it again: its status still tells of the run that is over. */
function isBetweenRuns(view: ContainerView): boolean {
  return view.isRestarting === true && !isUp(view);
}

function runningSince(milliseconds: number): ApiState {
  return { running: { startedAt: rfc3339(new Date(milliseconds)) } };
}

function beforeStart({ last }: ContainerView, isInitialized: boolean): ApiState {
  if (last) return { terminated: terminated(last) };
  return { waiting: { reason: isInitialized ? 'ContainerCreating' : 'PodInitializing' } };
}

function terminated({ exitCode, startedAt, finishedAt, pid }: Ended) {
  return {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: rfc3339(new Date(startedAt)),
    finishedAt: rfc3339(new Date(finishedAt)),
    containerID: `process://${pid}`,
  };
}

function conditionOf(type: string, isTrue: boolean): Condition {
  return { type, status: isTrue ? 'True' : 'False' };
}

function initializedCondition(isInitialized: boolean, waiting: Container[]): Condition {
  const message = `containers with incomplete status: [${waiting.map(({ name }) => name).join(' ')}]`;
  const reason = { reason: 'ContainersNotInitialized', message };
  return { ...conditionOf('Initialized', isInitialized), ...(isInitialized ? {} : reason) };
}

function readyCondition(type: string, unready: string[], phase: string): Condition {
  if (phase === 'Succeeded') return { ...conditionOf(type, false), reason: 'PodCompleted' };
  if (phase === 'Failed') return { ...conditionOf(type, false), reason: 'PodFailed' };
  if (unready.length === 0) return conditionOf(type, true);
  const message = `containers with unready status: [${unready.join(' ')}]`;
  return { ...conditionOf(type, false), reason: 'ContainersNotReady', message };
}

function mergeConditions(before: Condition[] = [], next: Condition[], now: number): Condition[] {
  return next.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    const since = old?.status === condition.status ? old.lastTransitionTime : undefined;
    return { ...condition, lastProbeTime: null, lastTransitionTime: since ?? rfc3339(new Date(now)) };
  });
}
