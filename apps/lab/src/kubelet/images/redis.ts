// `redis`: the local redis-server.
import { findProgram } from './find-program.js';
import { type Image, portOf } from './image.js';

const withoutPersistence = ['--save', '', '--appendonly', 'no'];
/** A process title of Redis' own would overwrite its environment, by which the lab finds its processes. */
const keepEnvironment = ['--set-proc-title', 'no'];

const program = 'redis-server';

export function redis(): Image {
  return {
    runs: (repository) => repository === 'redis',
    exposes: [6379],
    handsOverTo: ([first = program]) => first !== program && !/^-|\.conf$/.test(first),
    command: async (context) => {
      const { args = [] } = context.container;
      const directory = context.mounts.get('/data') ?? context.directory;
      const place = ['--port', String(portOf(context)), '--bind', '127.0.0.1', '--dir', directory];
      const listen = [...place, ...keepEnvironment];
      return {
        file: findProgram(program),
        // The manifest's arguments come after our defaults, so that they count; where it listens is for the lab to say.
        args: [...withoutPersistence, ...(args[0] === program ? args.slice(1) : args), ...listen],
        cwd: context.directory,
      };
    },
  };
}
