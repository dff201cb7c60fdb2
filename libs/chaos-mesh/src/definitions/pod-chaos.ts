import { chaosDefinition } from './definition.js';
import { experimentStatus } from './experiment-status.js';
import { podSelector } from './pod-selector.js';
import { duration, integer, list, object, oneOf, remoteCluster, unset } from './schemas.js';

const spec = object(
  'What happens to which pods.',
  {
    ...podSelector,
    action: unset(oneOf('What happens.', ['pod-kill', 'pod-failure', 'container-kill'])),
    containerNames: list({ type: 'string' }, 'Which containers; needed by container-kill.'),
    gracePeriod: integer('Seconds that a killed pod has to end; 0 is at once.', {
      format: 'int64',
      minimum: 0,
    }),
    duration,
    remoteCluster,
  },
  ['action', 'mode', 'selector'],
);

export const podChaos = chaosDefinition({
  kind: 'PodChaos',
  description: 'Pods that are killed, pods that fail for a time, containers that are killed.',
  spec,
  status: experimentStatus,
});
