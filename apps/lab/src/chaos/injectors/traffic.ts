import {
  type Affected,
  type Chaos,
  type ChaosRecord,
  experimentId,
  type HTTPChaos,
  type HTTPFault,
  type Injector,
  type NetworkChaos,
  type Phase,
  seedOf,
  type Target,
} from '@chaos-workshop/chaos-mesh';
import type { Pod, Service, Store } from '@chaos-workshop/kube-api';
import { findPod } from '../cluster.js';
import { type Edge, edgesOf } from '../faults/edges.js';
import type { FaultContent } from '../faults/fault-content.js';
import { httpChaosFault } from '../faults/http-chaos-fault.js';
import { httpFault } from '../faults/http-fault.js';
import { networkFault } from '../faults/network-fault.js';
import type { HeldFaults } from '../held-faults.js';
import type { Links } from '../../network/links.js';
import { requirePod } from './require-pod.js';

export type TrafficChaos = NetworkChaos | HTTPChaos | HTTPFault;

export interface TrafficOptions {
  store: Store;
  links: Links;
  faults: HeldFaults;
  /** A fault was lifted; `affected` is missing when it never was in force. */
  onLifted: (chaos: TrafficChaos, outcome: { affected?: Affected; whyNothingMet: string }) => Promise<void>;
}

/**
 * One fault in the data plane for each experiment, over all its records. As in Chaos Mesh a record waits while its
 * fault is being put in force or lifted.
 */
export function traffic({ store, links, faults, onLifted }: TrafficOptions): Injector<TrafficChaos> {
  const contentOf = (chaos: TrafficChaos, records: ChaosRecord[]): FaultContent => {
    const edges = edgesOf(links.list(), store.list<Service>('Service'), store.list<Pod>('Pod'));
    return { seed: seedOf(chaos) ?? 0, ...faultOf(chaos, records, edges) };
  };
  const apply = async ({ chaos, record, records }: Target<TrafficChaos>): Promise<Phase> => {
    if (record.phase === 'Not Injected/Wait' && !findPod(store, record.id)) return 'Not Injected';
    refuseHostNetwork(requirePod(store, record));
    if (record.phase === 'Not Injected') return isIdle(chaos, record) ? 'Injected' : 'Not Injected/Wait';
    try {
      await faults.hold(experimentId(chaos), () => contentOf(chaos, inForce(records)));
    } catch (error) {
      if (isStopping(chaos)) return 'Not Injected'; // the real one would try for ever, and could not be deleted
      throw new Error(`failed to apply for pod ${record.id}: ${(error as Error).message}`, { cause: error });
    }
    return 'Injected';
  };
  const recover = async ({ chaos, record, records }: Target<TrafficChaos>): Promise<Phase> => {
    if (record.phase === 'Injected' && !isIdle(chaos, record) && findPod(store, record.id))
      return 'Injected/Wait';
    if (faults.isHeld(experimentId(chaos))) {
      const { whyNothingMet } = contentOf(chaos, records);
      const affected = await faults.release(experimentId(chaos));
      await onLifted(chaos, { ...(affected && { affected }), whyNothingMet });
    }
    return 'Not Injected';
  };
  return { apply, recover };
}

function faultOf(chaos: TrafficChaos, records: ChaosRecord[], edges: Edge[]): Omit<FaultContent, 'seed'> {
  const ids = (key: ChaosRecord['selectorKey']) =>
    records.filter(({ selectorKey }) => selectorKey === key).map(({ id }) => id);
  switch (chaos.kind) {
    case 'NetworkChaos': {
      const targets = chaos.spec.target === undefined ? undefined : ids('.Target');
      return networkFault(chaos.spec, { sources: ids('.'), targets }, edges);
    }
    case 'HTTPChaos':
      return httpChaosFault(chaos.spec, ids('.'), edges);
    case 'HTTPFault':
      return httpFault(chaos.spec, ids('.'), edges);
    default:
      return chaos satisfies never;
  }
}

function inForce(records: ChaosRecord[]): ChaosRecord[] {
  return records.filter(({ phase }) => phase === 'Not Injected/Wait' || phase === 'Injected');
}

/** Traffic control acts on what leaves one of the ends: nothing is done at the other. */
function isIdle(chaos: TrafficChaos, { selectorKey }: ChaosRecord): boolean {
  if (chaos.kind !== 'NetworkChaos' || chaos.spec.action === 'partition') return false;
  return chaos.spec.direction === (selectorKey === '.' ? 'from' : 'to');
}

function isStopping({ status }: Chaos): boolean {
  return status?.experiment.desiredPhase === 'Stop';
}

function refuseHostNetwork({ metadata, spec }: Pod): void {
  if (spec['hostNetwork'] !== true) return;
  const id = `${metadata.namespace}/${metadata.name}`;
  throw new Error(`It's dangerous to inject network chaos on a pod(${id}) with \`hostNetwork\``);
}
