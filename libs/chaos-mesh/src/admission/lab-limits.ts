import type { Chaos, NetworkChaosSpec } from '../types.js';
import { largestSeed, seedAnnotation } from '../annotations.js';
import { forbidden, invalid } from './field-errors.js';
import { httpLimits } from './http-limits.js';
import { wholeMilliseconds } from './value-rules.js';

/** What a real cluster takes and the lab cannot do. Refused, so that no fault is believed in that is not there. */
export function labLimits(chaos: Chaos): string[] {
  return [...seedErrors(chaos), ...kindLimits(chaos)];
}

export function seedErrors({ metadata }: Chaos): string[] {
  const seed = metadata.annotations?.[seedAnnotation];
  if (seed === undefined || (/^\d{1,10}$/.test(seed) && Number(seed) <= largestSeed)) return [];
  const path = `metadata.annotations[${seedAnnotation}]`;
  return [invalid(path, seed, `a seed is a whole number from 0 to ${largestSeed}`)];
}

function kindLimits(chaos: Chaos): string[] {
  switch (chaos.kind) {
    case 'NetworkChaos':
      return networkLimits(chaos.spec);
    case 'HTTPChaos':
      return [...refuse(chaos.spec, { tls, remoteCluster }), ...httpLimits(chaos.spec)];
    case 'PodChaos':
      return refuse(chaos.spec, { remoteCluster });
    case 'HTTPFault':
      return [];
    default:
      return chaos satisfies never;
  }
}

const elsewhere = 'Remove it, or apply this to a real cluster with Chaos Mesh.';
const remoteCluster = `the lab is one cluster and knows no other. ${elsewhere}`;
const tls = `links in the lab carry plain HTTP. ${elsewhere}`;
const device = `pods in the lab have no network devices, a fault acts on all connections of a pod. ${elsewhere}`;
const reject = `a partition in the lab drops what it meets. ${elsewhere}`;
const packets = 'The lab acts on connections, not on packets.';

function networkLimits(spec: NetworkChaosSpec): string[] {
  const { action, delay, bandwidth } = spec;
  return [
    ...(action === 'duplicate' || action === 'corrupt' ? [forbidden('spec.action', packetFate(action))] : []),
    ...(spec.partitionBehavior === 'reject' ? [forbidden('spec.partitionBehavior', reject)] : []),
    ...refuse(spec, {
      device,
      targetDevice: device,
      externalTargets: `the lab cannot fault traffic to addresses outside it. ${elsewhere}`,
      remoteCluster,
      duplicate: packetFate('duplicate'),
      corrupt: packetFate('corrupt'),
    }),
    ...refuse(delay ?? {}, { reorder: `${packets} Use jitter. ${elsewhere}` }, 'spec.delay'),
    ...wholeMilliseconds('spec.delay.latency', delay?.latency),
    ...wholeMilliseconds('spec.delay.jitter', delay?.jitter),
    ...refuse(
      bandwidth ?? {},
      {
        peakrate: `the lab has one rate for a connection. ${elsewhere}`,
        minburst: `the lab has one bucket for a connection: set buffer. ${elsewhere}`,
      },
      'spec.bandwidth',
    ),
  ];
}

function packetFate(fate: 'duplicate' | 'corrupt'): string {
  const seenByTcp =
    fate === 'duplicate'
      ? 'TCP drops a duplicate, so applications would see nothing.'
      : 'To TCP a corrupt packet is a lost one: use action loss.';
  return `${packets} ${seenByTcp} ${elsewhere}`;
}

/** Whatever is set to something: an empty text or list asks for nothing. */
function refuse(part: object, whys: Record<string, string>, path = 'spec'): string[] {
  const values = part as Record<string, unknown>;
  return Object.entries(whys)
    .filter(([field]) => !isEmpty(values[field]))
    .map(([field, why]) => forbidden(`${path}.${field}`, why));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
