import { clearLeftovers } from '../../../apps/lab/dist/leftovers.js';
import { Cluster } from '../cluster.ts';
import { Lab } from '../lab.ts';
import { step } from '../steps.ts';
import type { Place } from './place.ts';

/** A lab of the demo's own. */
export async function labPlace(seed: number, signal: AbortSignal): Promise<Place> {
  await step({ what: 'clear what earlier runs left', run: () => clearLeftovers('.') });
  const lab = await step({
    what: 'lab up',
    run: (onLine) => Lab.start({ dir: '.lab-demo', anyNodePorts: true, seed, onLine, signal }),
  });
  const stop = async () => {
    await lab.stop();
    await clearLeftovers('.');
  };
  try {
    const cluster = new Cluster({ kubeconfig: lab.file.kubeconfig });
    return { name: await cluster.describe(), cluster, lost: lab.lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
