// The command line of the lab.
import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface LabOptions {
  /** Absolute. */
  directory: string;
  manifests: string;
  anyNodePorts: boolean;
  seed: number;
  /** End when standard input does: whoever started this lab is gone. */
  exitWithStdin: boolean;
  /** `name=command` */
  images: string[];
}

export const usage = `Usage: node apps/lab/dist/main.js [options]

  --dir DIR             where the lab keeps its files, kubeconfig among them (default .lab)
  --manifests DIR       what to run: all *.yaml of a folder, in order (default k8s)
  --any-node-ports      use free ports where the manifests name node ports
  --seed N              make random choices repeatable
  --exit-with-stdin     end when standard input does, for programs that start a lab
  --image NAME=COMMAND  run containers of the image NAME with COMMAND; may be given more than once
  --help                this text`;

/** Throws with what is wrong; undefined when only help was asked for. */
export function readOptions(args: string[]): LabOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string', default: '.lab' },
      manifests: { type: 'string', default: 'k8s' },
      'any-node-ports': { type: 'boolean', default: false },
      seed: { type: 'string' },
      'exit-with-stdin': { type: 'boolean', default: false },
      image: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: expected a whole number`);
  return {
    directory: resolve(values.dir),
    manifests: resolve(values.manifests),
    anyNodePorts: values['any-node-ports'],
    seed,
    exitWithStdin: values['exit-with-stdin'],
    images: values.image,
  };
}
