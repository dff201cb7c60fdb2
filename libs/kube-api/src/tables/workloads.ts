import { formatLabelSelector } from '../selectors/labels.js';
import type { Deployment, LabelSelector, PodTemplateSpec, ReplicaSet, StatefulSet } from '../types.js';
import { ageOf } from './age.js';
import { ageColumn, column, nameColumn, printer, wide } from './columns.js';

const templateColumns = [wide('Containers'), wide('Images')];

export const deploymentPrinter = printer<Deployment>(
  [
    nameColumn,
    column('Ready'),
    column('Up-to-date'),
    column('Available'),
    ageColumn,
    ...templateColumns,
    wide('Selector'),
  ],
  ({ metadata, spec, status }, now) => [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec.template),
    sortedSelector(spec.selector),
  ],
);

export const replicaSetPrinter = printer<ReplicaSet>(
  [
    nameColumn,
    column('Desired', 'integer'),
    column('Current', 'integer'),
    column('Ready', 'integer'),
    ageColumn,
    ...templateColumns,
    wide('Selector'),
  ],
  ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.replicas ?? 0,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec.template),
    sortedSelector(spec.selector),
  ],
);

export const statefulSetPrinter = printer<StatefulSet>(
  [nameColumn, column('Ready'), ageColumn, ...templateColumns],
  ({ metadata, spec, status }, now) => [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    ageOf(metadata.creationTimestamp, now),
    ...templateCells(spec.template),
  ],
);

function templateCells(template: PodTemplateSpec | undefined): string[] {
  const containers = template?.spec.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}

function sortedSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const sorted = Object.fromEntries(
    Object.entries(matchLabels).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
  return formatLabelSelector({ matchLabels: sorted, matchExpressions });
}
