import type { StructuralSchema } from '@chaos-workshop/kube-api';
import { integer, list, map, object, oneOf, text } from './schemas.js';

const recordEvent = object(
  'One injection or recovery.',
  {
    type: text('Succeeded or Failed.'),
    operation: text('Apply or Recover.'),
    message: text('Why it failed.'),
    timestamp: { type: 'string', format: 'date-time' },
  },
  ['operation', 'timestamp', 'type'],
);

const record = object(
  'One target.',
  {
    id: text('namespace/pod or namespace/pod/container.'),
    selectorKey: text('`.` for spec.selector, `.Target` for spec.target.'),
    phase: text('Not Injected, Not Injected/Wait, Injected, Injected/Wait.'),
    injectedCount: integer('How often it was injected.'),
    recoveredCount: integer('How often it was recovered.'),
    events: list(recordEvent, 'The last hundred.'),
  },
  ['id', 'injectedCount', 'phase', 'recoveredCount', 'selectorKey'],
);

const condition = object(
  'Selected, AllInjected, AllRecovered or Paused.',
  { type: text('Which one.'), status: text('True or False.'), reason: text('Why.') },
  ['status', 'type'],
);

const properties: Record<string, StructuralSchema> = {
  conditions: list(condition, 'What holds now.'),
  experiment: object('The records of the targets.', {
    desiredPhase: oneOf('What the controller works towards.', ['Run', 'Stop']),
    containerRecords: list(record, 'One for each target.'),
  }),
};

export const experimentStatus = object('What the controller has seen and done.', properties, ['experiment']);

/** Of the kinds that act through an object of their own for each pod. */
export const experimentStatusWithInstances = object(
  'What the controller has seen and done.',
  {
    ...properties,
    instances: map({ type: 'integer', format: 'int64' }, 'Record to generation of what was made for it.'),
  },
  ['experiment'],
);
