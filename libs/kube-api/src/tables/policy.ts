import { formatLabelSelector } from '../selectors/labels.js';
import type { KubeObject, LabelSelector } from '../types.js';
import { ageOf } from './age.js';
import { ageColumn, column, nameColumn, printer } from './columns.js';

interface Budget extends KubeObject {
  spec?: { minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { disruptionsAllowed?: number };
}

export const budgetPrinter = printer<Budget>(
  [
    nameColumn,
    column('Min Available'),
    column('Max Unavailable'),
    column('Allowed Disruptions', 'integer'),
    ageColumn,
  ],
  ({ metadata, spec, status }, now) => [
    metadata.name,
    String(spec?.minAvailable ?? 'N/A'),
    String(spec?.maxUnavailable ?? 'N/A'),
    status?.disruptionsAllowed ?? 0,
    ageOf(metadata.creationTimestamp, now),
  ],
);

interface NetworkPolicy extends KubeObject {
  spec?: { podSelector?: LabelSelector };
}

export const networkPolicyPrinter = printer<NetworkPolicy>(
  [nameColumn, column('Pod-Selector'), ageColumn],
  ({ metadata, spec }, now) => [
    metadata.name,
    formatLabelSelector(spec?.podSelector),
    ageOf(metadata.creationTimestamp, now),
  ],
);
