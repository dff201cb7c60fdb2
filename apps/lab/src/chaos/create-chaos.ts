import {
  type Chaos,
  ChaosController,
  EffectsLedger,
  type Injector,
  type Random,
} from '@chaos-workshop/chaos-mesh';
import type { Store } from '@chaos-workshop/kube-api';
import { type Component, group } from '../component.js';
import type { DataPlane } from '../data-plane.js';
import type { Links } from '../network/links.js';
import { experimentsIn } from './experiments-in-store.js';
import { HeldFaults } from './held-faults.js';
import { type ContainerKiller, containerKill } from './injectors/container-kill.js';
import { podFailure } from './injectors/pod-failure.js';
import { podKill } from './injectors/pod-kill.js';
import { traffic } from './injectors/traffic.js';
import { runChaosController } from './run-chaos-controller.js';

export interface ChaosOptions {
  store: Store;
  links: Links;
  dataPlane: DataPlane;
  containers: ContainerKiller;
  /** Where the seeds of experiments come from that have none of their own. */
  random: Random;
  log: (line: string) => void;
  now?: () => Date;
}

/** Runs the experiments in the store: their lifecycle, and what they do to pods and links. */
export function createChaos(options: ChaosOptions): Component {
  const { store, links, dataPlane, random, log, now = () => new Date() } = options;
  const experiments = experimentsIn(store, now);
  const faults = new HeldFaults({ dataPlane, links, log });
  const effects = new EffectsLedger(experiments);
  const injectorOf = injectors(options, { faults, effects });
  const onGone = async (id: string) => {
    if (faults.isHeld(id)) await faults.release(id);
  };
  const controller = new ChaosController({ experiments, injectorOf, effects, random, now, onGone });
  return group('chaos', [faults, runChaosController(controller, { store, log })]);
}

function injectors(
  { store, links, containers }: ChaosOptions,
  { faults, effects }: { faults: HeldFaults; effects: EffectsLedger },
): (chaos: Chaos) => Injector {
  const onTraffic = traffic({
    store,
    links,
    faults,
    onLifted: (chaos, outcome) => effects.note(chaos, outcome),
  });
  const onPods = {
    'pod-kill': podKill(store),
    'pod-failure': podFailure(store),
    'container-kill': containerKill(store, containers),
  };
  return (chaos) => (chaos.kind === 'PodChaos' ? onPods[chaos.spec.action] : onTraffic);
}
