// The seam between pods and programs: what to run for a container image.
import { type Container } from '@chaos-workshop/kube-api';

export interface Image {
  /** Whether this runs images of a repository, such as `mysql` or `chaos-workshop/order-service`. */
  runs(repository: string): boolean;
  /** The container ports when the manifest names none, as an image's EXPOSE. */
  exposes?: number[];
  /** Nothing but its own program is in it: no `command` of a manifest's can run there. */
  isBare?: true;
  /** Where a `command` of the manifest's runs; absent: in the pod's directory. */
  workingDirectory?(repository: string): string;
  /** Whether its entrypoint runs these arguments as a command of their own. */
  handsOverTo?(args: string[]): boolean;
  /** Prepares what the program needs, and says how to start it. */
  command(context: ImageContext, signal: AbortSignal): Promise<Command>;
}

export interface Command {
  file: string;
  args: string[];
  cwd: string;
  /** Added to the container's environment. */
  env?: Record<string, string>;
}

export interface ImageContext {
  repository: string;
  container: Container;
  env: Record<string, string>;
  /** Container port → local port. */
  ports: Map<number, number>;
  /** Mount path → directory. */
  mounts: Map<string, string>;
  /** For files of its own; goes with the pod. */
  directory: string;
}

/** `docker.io/library/mysql:9.7` → `mysql`. */
export function repositoryOf(image: string): string {
  const name = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  return name.replace(/^docker\.io\//, '').replace(/^library\//, '');
}

/** The local port of the container port with this name; without a name, of the first. */
export function portOf({ container, ports }: ImageContext, name?: string): number {
  const declared = container.ports ?? [];
  const chosen = name === undefined ? declared[0] : declared.find((port) => port.name === name);
  const local = chosen && ports.get(chosen.containerPort);
  if (local === undefined) {
    const what = name === undefined ? 'a port' : `a port named ${name}`;
    throw new Error(`container ${container.name} needs ${what} in its manifest`);
  }
  return local;
}
