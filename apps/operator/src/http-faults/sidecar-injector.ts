import {
  type Affected,
  type Chaos,
  type ChaosRecord,
  experimentId,
  type HTTPFault,
  httpFaultEffects,
  type Injector,
  type Phase,
  seedOf,
  type Target,
  type Targets,
} from '@chaos-workshop/chaos-mesh';
import type { Pod } from '@chaos-workshop/kube-api';
import type { SidecarFault } from '../sidecars/fault-api.js';
import type { Leases } from '../sidecars/leases.js';
import { hasEnded, sidecarOf } from '../sidecars/sidecar.js';

export interface SidecarInjectorOptions {
  /** By `namespace/name`. */
  findPod: (id: string) => Pod | undefined;
  leases: Leases;
  /** A fault was lifted from a pod; `affected` is missing when it never was in force. */
  onLifted: (chaos: Chaos, outcome: { affected?: Affected; whyNothingMet: string }) => Promise<void>;
  log: (line: string) => void;
}

/** An HTTPFault on the fault proxies of its pods. As in Chaos Mesh a record waits while its fault is on the way. */
export class SidecarInjector implements Injector<HTTPFault> {
  readonly #options: SidecarInjectorOptions;

  constructor(options: SidecarInjectorOptions) {
    this.#options = options;
  }

  async apply({ chaos, record }: Target<HTTPFault>): Promise<Phase> {
    const pod = this.#options.findPod(record.id);
    if (record.phase === 'Not Injected/Wait' && pod === undefined) return 'Not Injected';
    const { url } = requireSidecar(record, pod);
    if (record.phase === 'Not Injected') return 'Not Injected/Wait';
    if (pod !== undefined && hasEnded(pod)) return 'Injected'; // no request will ever reach it
    if (url === undefined) return isStopping(chaos) ? 'Not Injected' : 'Not Injected/Wait';
    try {
      await this.#options.leases.hold(experimentId(chaos), record.id, () => this.#faultOn(record.id, chaos));
    } catch (error) {
      if (isStopping(chaos)) return 'Not Injected'; // it would be tried for ever, and could not be deleted
      throw new Error(`failed to apply for pod ${record.id}: ${(error as Error).message}`, { cause: error });
    }
    return 'Injected';
  }

  async recover({ chaos, record }: Target<HTTPFault>): Promise<Phase> {
    const pod = this.#options.findPod(record.id);
    if (record.phase === 'Injected' && pod !== undefined && !hasEnded(pod)) return 'Injected/Wait';
    try {
      await this.#lift(chaos, record.id);
    } catch (error) {
      throw new Error(`failed to recover for pod ${record.id}: ${(error as Error).message}`, {
        cause: error,
      });
    }
    return 'Not Injected';
  }

  /** Also what brings faults back after a restart of this operator: the records say where they were. */
  async maintain({ chaos, records }: Targets<HTTPFault>): Promise<void> {
    const { leases, log } = this.#options;
    const id = experimentId(chaos);
    const held = leases.podsOf(id);
    for (const pod of held.filter((name) => !records.some((record) => record.id === name))) {
      await this.#lift(chaos, pod).catch((error: Error) => log(`${id} on ${pod}: ${error.message}`));
    }
    if (isStopping(chaos)) return;
    const lost = records.filter((record) => record.phase === 'Injected' && !held.includes(record.id));
    await Promise.all(
      lost
        .filter((record) => !leases.podsOf(id).includes(record.id))
        .map((record) => leases.keep(id, record.id, () => this.#faultOn(record.id, chaos))),
    );
  }

  async #lift(chaos: HTTPFault, pod: string): Promise<void> {
    const affected = await this.#options.leases.release(experimentId(chaos), pod);
    const whyNothingMet = this.#whyNothingMet(chaos, pod);
    await this.#options.onLifted(chaos, { ...(affected && { affected }), whyNothingMet });
  }

  #faultOn(pod: string, chaos: HTTPFault): SidecarFault {
    const proxy = this.#proxyOn(pod, chaos.spec.port);
    const http =
      proxy === undefined ? [] : httpFaultEffects(chaos.spec).map((effect) => ({ proxy, ...effect }));
    return { seed: seedOf(chaos) ?? 0, http };
  }

  #whyNothingMet({ spec }: HTTPFault, pod: string): string {
    const hasProxy = this.#proxyOn(pod, spec.port) !== undefined;
    if (!hasProxy) return `no fault proxy of the selected pods carries HTTP on port ${spec.port}`;
    return `no request that the rule matches came to port ${spec.port} of the selected pods`;
  }

  #proxyOn(id: string, port: number): string | undefined {
    const pod = this.#options.findPod(id);
    return pod && sidecarOf(pod)?.proxyOn(port);
  }
}

function requireSidecar({ id }: ChaosRecord, pod: Pod | undefined): { url: string | undefined } {
  if (pod === undefined) throw new Error(`Pod "${id.split('/')[1] ?? id}" not found`);
  const sidecar = sidecarOf(pod);
  if (sidecar !== undefined) return sidecar;
  throw new Error(
    `pod ${id} has no fault proxy, a container with a port named "faults": an HTTPFault reaches services of the workshop only`,
  );
}

function isStopping({ status }: Chaos): boolean {
  return status?.experiment.desiredPhase === 'Stop';
}
