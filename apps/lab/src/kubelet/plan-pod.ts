// What to do next for a pod: a pure function of what the pod should be and what its containers are.
import { type Container, type Pod } from '@chaos-workshop/kube-api';
import { type BackOffState, decideRestart } from '@chaos-workshop/supervisor';

import { type ContainerView, hasSucceeded, isLive, isUp } from './container-state.js';

export type Action =
  | { do: 'start'; container: string; backOff?: BackOffState }
  /** Keep an ended container waiting. */
  | { do: 'wait'; container: string; delayMs: number }
  /** Tell that the next attempt to pull an image waits. */
  | { do: 'wait-for-image'; container: string }
  /** End a running container; it is started again once it has ended. */
  | { do: 'restart'; container: string; because: string }
  /** End all containers. */
  | { do: 'stop' }
  /** Nothing runs any more and the pod may go. */
  | { do: 'remove' }
  | { do: 'look-again'; afterMs: number };

export type ViewOf = (container: string) => ContainerView;

/** `pod` undefined: it was removed from the cluster by force. */
export function planPod(pod: Pod | undefined, views: ContainerView[], now: number): Action[] {
  if (!pod || pod.metadata.deletionTimestamp !== undefined) return planEnd(views);
  const viewOf: ViewOf = (name) => views.find((view) => view.name === name) as ContainerView;
  const policy = pod.spec.restartPolicy ?? 'Always';
  const initPolicy = policy === 'Always' ? 'OnFailure' : policy;
  const init = pod.spec.initContainers?.find(({ name }) => !hasSucceeded(viewOf(name)));
  if (init) return planContainer(init, viewOf(init.name), initPolicy, now);
  return pod.spec.containers.flatMap((container) =>
    planContainer(container, viewOf(container.name), policy, now),
  );
}

function planEnd(views: ContainerView[]): Action[] {
  return views.some(isLive) ? [{ do: 'stop' }] : [{ do: 'remove' }];
}

function planContainer(container: Container, view: ContainerView, policy: string, now: number): Action[] {
  const { state, name } = { state: view.state, name: container.name };
  const hasNewImage = view.image !== undefined && view.image !== container.image;
  switch (state.is) {
    case 'new':
      return [{ do: 'start', container: name }];
    case 'starting':
    case 'stopping':
      return [];
    case 'running': {
      const because = hasNewImage
        ? `Container ${name} definition changed, will be restarted`
        : state.complaint;
      return because ? [{ do: 'restart', container: name, because }] : [];
    }
    case 'blocked':
      if (!hasNewImage && now < state.retryAt) return [{ do: 'look-again', afterMs: state.retryAt - now }];
      if (!hasNewImage && state.reason === 'ErrImagePull') return [{ do: 'wait-for-image', container: name }];
      return [{ do: 'start', container: name }];
    case 'ended':
    case 'backing-off':
      return planRestart(container, view, policy, now);
    default:
      return state satisfies never;
  }
}

/** How long the status tells how a container ended before it tells that the restart waits. */
const showsEndMs = 1000;

function planRestart(container: Container, view: ContainerView, policy: string, now: number): Action[] {
  if (policy === 'Never' || (policy === 'OnFailure' && view.last?.exitCode === 0)) return [];
  const { name, image = '' } = container;
  const finishedAt = view.last?.finishedAt ?? now;
  const decision = decideRestart(view.backOffs[image], { finishedAt, now });
  if (decision.restart === 'now') return [{ do: 'start', container: name, backOff: decision.state }];
  const again: Action = { do: 'look-again', afterMs: decision.at - now };
  if (view.state.is === 'backing-off') return [again];
  const isNews = now < finishedAt + showsEndMs;
  if (isNews) return [{ do: 'look-again', afterMs: finishedAt + showsEndMs - now }];
  return [{ do: 'wait', container: name, delayMs: decision.delayMs }, again];
}

/** Whether a pod has run to its end, and how: by its `restartPolicy`, or because it is deleted and nothing runs any more. */
export function outcomeOf(pod: Pod, views: ContainerView[]): 'Succeeded' | 'Failed' | undefined {
  if (pod.metadata.deletionTimestamp !== undefined && views.length > 0 && !views.some(isLive))
    return views.every(({ last }) => last?.exitCode === 0) ? 'Succeeded' : 'Failed';
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Always') return undefined;
  const of = (containers: Container[] = []) =>
    containers.flatMap(({ name }) => views.find((view) => view.name === name) ?? []);
  const isOver = (view: ContainerView) => !isUp(view) && view.state.is === 'ended';
  const isFailed = (view: ContainerView) => policy === 'Never' && isOver(view) && view.last?.exitCode !== 0;
  if (of(pod.spec.initContainers).some(isFailed)) return 'Failed';
  const main = of(pod.spec.containers);
  if (main.every(hasSucceeded)) return 'Succeeded';
  return policy === 'Never' && main.every(isOver) ? 'Failed' : undefined;
}
