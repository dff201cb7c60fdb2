// What the kubelet knows of one container: plain data, from which plan and status are made.
import { type BackOffState } from '@chaos-workshop/supervisor';

/** How one run of a container ended. Times in milliseconds since the epoch. */
export interface Ended {
  exitCode: number;
  startedAt: number;
  finishedAt: number;
  pid: number;
}

export type ContainerState =
  | { is: 'new' }
  /** Cannot be started as things are; tried again after `retryAt`. */
  | ({ is: 'blocked'; retryAt: number } & Waiting)
  /** `after`: what it waited for before, which shows until there is news. */
  | { is: 'starting'; after?: Waiting | undefined }
  | Running
  | { is: 'ended' }
  /** Ended, and waits to be started again. */
  | ({ is: 'backing-off' } & Waiting);

/** Why a container waits, as its status shows it. */
export interface Waiting {
  reason: string;
  message: string;
}

export interface Running {
  is: 'running' | 'stopping';
  pid: number;
  startedAt: number;
  /** The startup probe has passed, or there is none. */
  isStarted: boolean;
  isReady: boolean;
  /** Why the container must be restarted, such as a failed liveness probe. */
  complaint?: string;
}

export interface ContainerView {
  name: string;
  /** The image that runs, ran last, or was tried last. */
  image: string | undefined;
  restartCount: number;
  state: ContainerState;
  /** The kubelet ends it to start it again: its status tells nothing of the time between. */
  isRestarting?: boolean;
  last?: Ended | undefined;
  previous?: Ended | undefined;
  /** Restart history, by image: another image starts with none, as the kubelet's key has the image in it. */
  backOffs: Record<string, BackOffState>;
}

export function newContainer(name: string): ContainerView {
  return { name, image: undefined, restartCount: 0, state: { is: 'new' }, backOffs: {} };
}

export function isUp(view: ContainerView): view is ContainerView & { state: Running } {
  return view.state.is === 'running' || view.state.is === 'stopping';
}

/** Whether there is, or is about to be, a process. */
export function isLive(view: ContainerView): boolean {
  return isUp(view) || view.state.is === 'starting';
}

/** An ended container with exit code 0. */
export function hasSucceeded(view: ContainerView): boolean {
  return (view.state.is === 'ended' || view.state.is === 'backing-off') && view.last?.exitCode === 0;
}
