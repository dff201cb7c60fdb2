import { StatusError } from '../status-error.js';
import type { Pod } from '../types.js';

const defaultContainer = 'kubectl.kubernetes.io/default-container';

/** The container a request is about; it may be left out where there is only one, or a default. */
export function containerOf(pod: Pod, asked: string | undefined): string {
  const names = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].map(({ name }) => name);
  const wanted = asked || pod.metadata.annotations?.[defaultContainer] || undefined;
  const { name } = pod.metadata;
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    throw StatusError.badRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  throw StatusError.badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`,
  );
}
