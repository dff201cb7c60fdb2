// Any `*pause*` image: a process that sleeps, ends with 0 when asked to and listens on nothing. Chaos Mesh's pod-failure puts it in a pod's place.
import { type Image } from './image.js';

export function pause(): Image {
  return {
    runs: (repository) => /(^|\/)[^/]*pause[^/]*$/.test(repository),
    isBare: true,
    command: async ({ directory }) => ({
      file: 'sh',
      args: ['-c', 'trap "exit 0" TERM INT; sleep 2147483647 & wait'],
      cwd: directory,
    }),
  };
}
