// Any `*pause*` image: a process that sleeps and listens on nothing. Chaos Mesh's pod-failure puts it in a pod's place.
import { type Image } from './image.js';

export function pause(): Image {
  return {
    runs: (repository) => /(^|\/)[^/]*pause[^/]*$/.test(repository),
    command: async ({ directory }) => ({ file: 'sleep', args: ['2147483647'], cwd: directory }),
  };
}
