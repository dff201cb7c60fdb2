// A `command` of the manifest's own: a local process in place of the image's program.
import { resolve } from 'node:path';

import { isExecutable, searchProgram } from './find-program.js';
import { type Command, type Image, type ImageContext, portOf } from './image.js';

/** Shown as RunContainerError, in the words of the container runtime. */
export class CommandMissing extends Error {
  override readonly name = 'CommandMissing';
}

/** What a container runs instead of its image's program; undefined when it runs that. */
export function ownWords(image: Image, command: string[], args: string[]): string[] | undefined {
  if (command.length) return [...command, ...args];
  return image.handsOverTo?.(args) ? args : undefined;
}

export function ownCommand(image: Image, [name = '', ...args]: string[], context: ImageContext): Command {
  const { directory, env, container, repository } = context;
  const cwd = image.workingDirectory?.(repository) ?? directory;
  const file = image.isBare ? undefined : findFile(name, cwd, env['PATH']);
  if (file === undefined) throw new CommandMissing(complaint(name));
  const port = container.ports?.length ? { PORT: String(portOf(context)) } : {};
  return { file, args, cwd, env: { HOST: '127.0.0.1', ...port } };
}

function findFile(name: string, cwd: string, path: string | undefined): string | undefined {
  if (!name.includes('/')) return searchProgram(name, path);
  const file = resolve(cwd, name);
  return isExecutable(file) ? file : undefined;
}

function complaint(name: string): string {
  const why = name.includes('/')
    ? `stat ${name}: no such file or directory`
    : 'executable file not found in $PATH';
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${name}": ${why}: unknown`;
}
