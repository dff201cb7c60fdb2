import type { ServedResource } from '../resources/resources.js';
import type { KubeObject } from '../types.js';
import { type Column, type Printer } from './columns.js';
import {
  claimPrinter,
  configMapPrinter,
  definitionPrinter,
  eventPrinter,
  namespacePrinter,
  nodePrinter,
  plainPrinter,
  secretPrinter,
  serviceAccountPrinter,
} from './cluster.js';
import { budgetPrinter, networkPolicyPrinter } from './policy.js';
import { customPrinter } from './custom.js';
import { endpointSlicePrinter, endpointsPrinter, servicePrinter } from './network.js';
import { podPrinter } from './pods.js';
import { deploymentPrinter, replicaSetPrinter, statefulSetPrinter } from './workloads.js';

/** How much of each object goes with its row. */
export type TableObject = 'None' | 'Metadata' | 'Object';

/** meta.k8s.io/v1 Table. */
export interface Table {
  kind: 'Table';
  apiVersion: 'meta.k8s.io/v1';
  metadata: { resourceVersion: string };
  columnDefinitions: Column[];
  rows: { cells: unknown[]; object?: object }[];
}

const printers: Record<string, Printer> = {
  Pod: podPrinter,
  Deployment: deploymentPrinter,
  ReplicaSet: replicaSetPrinter,
  StatefulSet: statefulSetPrinter,
  Service: servicePrinter,
  Endpoints: endpointsPrinter,
  EndpointSlice: endpointSlicePrinter,
  Namespace: namespacePrinter,
  ConfigMap: configMapPrinter,
  Secret: secretPrinter,
  ServiceAccount: serviceAccountPrinter,
  NetworkPolicy: networkPolicyPrinter,
  PodDisruptionBudget: budgetPrinter,
  Event: eventPrinter,
  Node: nodePrinter,
  PersistentVolumeClaim: claimPrinter,
  CustomResourceDefinition: definitionPrinter,
};

export interface TableRequest {
  resource: ServedResource;
  objects: KubeObject[];
  include: TableObject;
  resourceVersion: string;
  now: Date;
}

/** Objects as the rows `kubectl get` prints, with the columns of `-o wide` among them. */
export function tableOf({ resource, objects, include, resourceVersion, now }: TableRequest): Table {
  const printer = printerFor(resource);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: printer.columns,
    rows: objects.map((object) => ({ cells: rowCells(object, printer, now), ...included(object, include) })),
  };
}

function printerFor({ kind, custom }: ServedResource): Printer {
  return custom === undefined ? (printers[kind] ?? plainPrinter) : customPrinter(custom);
}

/** A bookmark has nothing but a version, and a row all the same. */
function rowCells(object: KubeObject, printer: Printer, now: Date): unknown[] {
  return object.metadata.name === undefined ? [] : printer.cells(object, now);
}

function included(object: KubeObject, include: TableObject): { object?: object } {
  if (include === 'None') return {};
  if (include === 'Object') return { object };
  return {
    object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
  };
}
