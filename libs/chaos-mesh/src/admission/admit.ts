import { isDeepStrictEqual } from 'node:util';
import { type Admission, type StatusCause, StatusError } from '@chaos-workshop/kube-api';
import type { Chaos, Cluster } from '../types.js';
import { elsewhereFor } from '../definitions/elsewhere.js';
import { isChaos } from '../kinds.js';
import { withDefaults } from './defaults.js';
import { aggregate } from './field-errors.js';
import { httpChaosErrors } from './http-chaos-rules.js';
import { httpFaultErrors, onSpec } from './http-fault-rules.js';
import { labLimits, seedErrors } from './lab-limits.js';
import { networkChaosErrors } from './network-chaos-rules.js';
import { podChaosErrors } from './pod-chaos-rules.js';
import { warningsFor } from './warnings.js';

/** The webhook that says what the lab cannot do; Chaos Mesh's own are named as there. */
const labWebhook = 'lab.chaos-workshop.io';

/** Admission of all kinds of Chaos Mesh and of HTTPFault: defaults, rules, limits, warnings. */
export function chaosAdmission(cluster: () => Cluster): Admission {
  return ({ operation, object, oldObject, dryRun }) => {
    if (operation === 'DELETE') return undefined;
    const refusal = elsewhereFor(object);
    if (refusal !== undefined) throw StatusError.denied(labWebhook, refusal);
    if (!isChaos(object)) return undefined;
    const chaos = withDefaults(object);
    if (oldObject !== undefined && !isDeepStrictEqual(oldObject['spec'], chaos.spec))
      refuse(chaos, [chaos.kind === 'HTTPFault' ? onSpec(noUpdate) : noUpdate]);
    refuse(chaos, errorsOf(chaos));
    if (operation === 'UPDATE') return { object: chaos };
    deny(labWebhook, labLimits(chaos));
    return { object: chaos, warnings: warningsFor(chaos, cluster(), dryRun) };
  };
}

/** Why an experiment cannot be run, where nobody refused it before it was stored; undefined: it can. */
export function refusalOf(chaos: Chaos): string | undefined {
  return aggregate([...errorsOf(chaos), ...seedErrors(chaos)]);
}

function errorsOf(chaos: Chaos): string[] {
  switch (chaos.kind) {
    case 'NetworkChaos':
      return networkChaosErrors(chaos);
    case 'PodChaos':
      return podChaosErrors(chaos);
    case 'HTTPChaos':
      return httpChaosErrors(chaos);
    case 'HTTPFault':
      return httpFaultErrors(chaos);
    default:
      return chaos satisfies never;
  }
}

const noUpdate = 'Cannot update chaos spec';

/** Chaos Mesh refuses in its webhooks, HTTPFault by the rules of its definition. */
function refuse(chaos: Chaos, errors: string[]): void {
  if (chaos.kind !== 'HTTPFault') return deny(`v${chaos.kind.toLowerCase()}.kb.io`, errors);
  if (errors.length === 0) return;
  const causes = errors.map((error): StatusCause => {
    const [field = ''] = error.split(': ');
    return { reason: 'FieldValueInvalid', field, message: error.slice(field.length + 2) };
  });
  throw StatusError.invalid({ kind: chaos.kind, group: 'chaos-workshop.io' }, chaos.metadata.name, causes);
}

function deny(webhook: string, errors: string[]): void {
  const text = aggregate(errors);
  if (text !== undefined) throw StatusError.denied(webhook, text);
}
