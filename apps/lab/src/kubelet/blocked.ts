// Why a container cannot be started, in the words and with the events of the kubelet.
import { type Waiting } from './container-state.js';
import { ConfigError } from './env.js';
import { CommandMissing } from './images/own-command.js';

export interface News {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/** The image is none that the lab runs. */
export class ImageMissing extends Error {
  override readonly name = 'ImageMissing';
}

const whatToDo =
  'the lab runs processes, not images. ' +
  'Use an image that it knows, start the lab with --image NAME=COMMAND, or run this manifest on kind.';

/** An image that is missing cannot be pulled either: `policy` only decides how Kubernetes would say so. */
export function blockOf(error: Error, image: string, policy = 'IfNotPresent'): Waiting & { news: News[] } {
  if (error instanceof ImageMissing) return policy === 'Never' ? neverPulled(image) : notPulled(image);
  const { message } = error;
  return { reason: reasonOf(error), message, news: [failed(`Error: ${message}`)] };
}

export function imageBackOff(image: string, cause: string): Waiting {
  return { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ErrImagePull: ${cause}` };
}

/** 10 s doubling to 5 min. */
export function imageDelayMs(failures: number): number {
  return Math.min(10_000 * 2 ** failures, 300_000);
}

function neverPulled(image: string): Waiting & { news: News[] } {
  const reason = 'ErrImageNeverPull';
  const message = `Container image "${image}" is not present with pull policy of Never: ${whatToDo}`;
  return { reason, message, news: [{ type: 'Warning', reason, message }, failed(`Error: ${reason}`)] };
}

function notPulled(image: string): Waiting & { news: News[] } {
  const reason = 'ErrImagePull';
  const message = `failed to pull image "${image}": ${whatToDo}`;
  const pulling: News = { type: 'Normal', reason: 'Pulling', message: `Pulling image "${image}"` };
  return { reason, message, news: [pulling, failed(`F${message.slice(1)}`), failed(`Error: ${reason}`)] };
}

function failed(message: string): News {
  return { type: 'Warning', reason: 'Failed', message };
}

function reasonOf(error: Error): string {
  if (error instanceof ConfigError) return 'CreateContainerConfigError';
  return error instanceof CommandMissing ? 'RunContainerError' : 'CreateContainerError';
}
