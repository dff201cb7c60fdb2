import type { StructuralSchema } from '@chaos-workshop/kube-api';
import { chaosDefinition } from './definition.js';
import { experimentStatusWithInstances } from './experiment-status.js';
import { podSelector } from './pod-selector.js';
import { duration, integer, list, object, oneOf, remoteCluster, text, unset } from './schemas.js';

const correlation = text('Percent by which a draw depends on the one before.');

const time = (description: string): StructuralSchema => ({
  ...text(description),
  pattern: String.raw`^[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$`,
});

const rate = text('Such as 1mbps (bytes per second) or 8mbit (bits per second).');

const reorder = object(
  'Not possible in the lab.',
  { reorder: text('Percent.'), correlation, gap: integer('Every so many packets.') },
  ['gap', 'reorder'],
);

const bandwidth = object(
  'A token bucket.',
  {
    rate,
    limit: integer('Bytes that may wait.', { format: 'int32', minimum: 1 }),
    buffer: integer('Bytes that may pass at once.', { format: 'int32', minimum: 1 }),
    peakrate: integer('Not possible in the lab.', { format: 'int64', minimum: 0 }),
    minburst: integer('Not possible in the lab.', { format: 'int32', minimum: 0 }),
  },
  ['buffer', 'limit', 'rate'],
);

const spec = object(
  'What happens to the traffic of which pods.',
  {
    ...podSelector,
    action: unset(
      oneOf('What happens.', ['netem', 'delay', 'loss', 'duplicate', 'corrupt', 'partition', 'bandwidth']),
    ),
    direction: { ...oneOf('Which way, seen from the selected pods.', ['to', 'from', 'both']), default: 'to' },
    partitionBehavior: {
      ...oneOf('What a partition does with a packet.', ['drop', 'reject']),
      default: 'drop',
    },
    target: object('The other end. Without it: all traffic.', podSelector, ['mode', 'selector']),
    externalTargets: list({ type: 'string' }, 'Addresses outside the cluster. Not possible in the lab.'),
    device: text('Network device. Not possible in the lab.'),
    targetDevice: text('Network device of the target. Not possible in the lab.'),
    remoteCluster,
    duration,
    delay: object(
      'Each packet is late.',
      { latency: unset(time('By how much.')), jitter: time('Give or take.'), correlation, reorder },
      ['latency'],
    ),
    loss: object('Packets are lost.', { loss: text('Percent.'), correlation }, ['loss']),
    duplicate: object('Not possible in the lab.', { duplicate: text('Percent.'), correlation }, [
      'duplicate',
    ]),
    corrupt: object('Not possible in the lab.', { corrupt: text('Percent.'), correlation }, ['corrupt']),
    rate: object('A rate within netem.', { rate }, ['rate']),
    bandwidth,
  },
  ['action', 'mode', 'selector'],
);

export const networkChaos = chaosDefinition({
  kind: 'NetworkChaos',
  columns: ['action', 'duration'],
  description: 'Delay, loss, partition and bandwidth on the connections of pods.',
  spec,
  status: experimentStatusWithInstances,
});
