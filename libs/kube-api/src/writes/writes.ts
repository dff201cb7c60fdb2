import { defaultBuiltIn } from '../built-ins/defaults.js';
import { builtInProblems } from '../built-ins/validate.js';
import { Resources, type ServedResource } from '../resources/resources.js';
import { customProblems, defaultObject } from '../schema/object-schema.js';
import { type StatusCause, StatusError } from '../status-error.js';
import type { DeleteOptions } from '../store/deletion.js';
import { generatedName } from '../store/generated-name.js';
import type { Store } from '../store/store.js';
import type { CustomResourceDefinition, KubeObject, ObjectKey } from '../types.js';
import type { Admission, AdmissionRequest } from './admission.js';
import { type Refusal, cannotBeHandled, checkFields } from './check-fields.js';
import { asObject, placeIn, requireSame } from './identity.js';
import { deleteInstances, orphanDependents } from './dependents.js';
import type { WriteOptions, Written } from './write-options.js';

/** Makes the wanted object from the current one; `refuse` words what is wrong with its fields. */
export interface Desired {
  from: (current: KubeObject) => unknown;
  refuse?: Refusal;
}

/**
 * Every write to the API goes this way: decode → unknown fields → defaults → validation → admission → store. A dry
 * run goes the same way on a fork of the store.
 */
export class Writes {
  readonly #store: Store;
  readonly #resources: Resources;
  readonly #admission: Admission[];

  constructor(store: Store, admission: Admission[] = []) {
    this.#store = store;
    this.#resources = new Resources(store);
    this.#admission = admission;
  }

  create(
    resource: ServedResource,
    namespace: string | undefined,
    body: unknown,
    options: WriteOptions,
  ): Written {
    const store = this.#storeFor(options);
    const object = asObject(body, resource);
    const refuse = cannotBeHandled(resource);
    const warnings = checkFields(object, resource, { fieldValidation: options.fieldValidation, refuse });
    placeIn(object, resource, namespace);
    prepareNew(object, resource);
    const admitted = this.#admit(this.#checked(object, resource), { operation: 'CREATE', resource, options });
    return { object: store.create(admitted.object), warnings: [...warnings, ...admitted.warnings] };
  }

  update(resource: ServedResource, key: ObjectKey, desired: Desired, options: WriteOptions): Written {
    const store = this.#storeFor(options);
    const current = store.get(key);
    if (current === undefined) throw StatusError.notFound(resource, key.name);
    const object = asObject(desired.from(current), resource);
    const refuse = desired.refuse ?? cannotBeHandled(resource);
    const warnings = checkFields(object, resource, { fieldValidation: options.fieldValidation, refuse });
    placeIn(object, resource, key.namespace);
    requireSame(object, current, resource);
    const next = this.#checked(merged(object, current, resource, options), resource, current);
    const admitted = this.#admit(next, { operation: 'UPDATE', resource, oldObject: current, options });
    const written = store.update(key, (draft) => replaceAll(draft, admitted.object));
    return { object: written ?? current, warnings: [...warnings, ...admitted.warnings] };
  }

  /** The object as the deletion left it, and whether it is still there. */
  delete(
    resource: ServedResource,
    key: ObjectKey,
    options: DeleteOptions & { dryRun: boolean; orphan?: boolean },
  ): { object: KubeObject; isGone: boolean } {
    const store = this.#storeFor(options);
    const current = store.get(key);
    if (current === undefined) throw StatusError.notFound(resource, key.name);
    this.#admission.forEach((admit) =>
      admit({ operation: 'DELETE', object: current, dryRun: options.dryRun }),
    );
    if (options.orphan === true) orphanDependents(store, this.#resources, current);
    if (current.kind === 'CustomResourceDefinition')
      deleteInstances(store, current as CustomResourceDefinition);
    const object = store.delete(key, options) ?? current;
    return { object, isGone: store.get(key) === undefined };
  }

  #storeFor({ dryRun }: { dryRun: boolean }): Store {
    return dryRun ? this.#store.fork() : this.#store;
  }

  /** The object with defaults, valid; throws 422 with all causes. */
  #checked(object: KubeObject, resource: ServedResource, previous?: KubeObject): KubeObject {
    const list = (kind: string) => this.#store.list(kind);
    defaultObject(object, resource);
    refuseIfAny(
      [...builtInProblems(object, { list }), ...customProblems(object, resource)],
      object,
      resource,
    );
    if (previous === undefined) return object;
    defaultBuiltIn(object, { now: new Date(), list, previous });
    refuseIfAny(builtInProblems(object, { list, previous }), object, resource);
    return object;
  }

  #admit(
    object: KubeObject,
    { operation, resource, oldObject, options }: Admitting,
  ): { object: KubeObject; warnings: string[] } {
    const warnings: string[] = [];
    let admitted = object;
    for (const admit of this.#admission) {
      const request: AdmissionRequest = { operation, object: admitted, dryRun: options.dryRun };
      const answer = admit(oldObject === undefined ? request : { ...request, oldObject });
      warnings.push(...(answer?.warnings ?? []));
      if (answer?.object !== undefined)
        admitted = this.#checked(structuredClone(answer.object), resource, oldObject);
    }
    return { object: admitted, warnings };
  }
}

interface Admitting {
  operation: 'CREATE' | 'UPDATE';
  resource: ServedResource;
  oldObject?: KubeObject;
  options: WriteOptions;
}

/** What a client may not decide about a new object. */
function prepareNew(object: KubeObject, resource: ServedResource): void {
  const { metadata } = object;
  if (metadata.resourceVersion) {
    throw StatusError.badRequest('resourceVersion should not be set on objects to be created');
  }
  if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName);
  if (resource.subresources.includes('status') && resource.kind !== 'Node') delete object['status'];
}

/** A write to the main resource keeps the status; a write to the status keeps everything else. */
function merged(
  object: KubeObject,
  current: KubeObject,
  resource: ServedResource,
  { isStatus }: WriteOptions,
) {
  const { deletionTimestamp, deletionGracePeriodSeconds } = current.metadata;
  if (isStatus) return withStatus(structuredClone(current), object['status']);
  delete object.metadata.deletionTimestamp;
  delete object.metadata.deletionGracePeriodSeconds;
  const { managedFields = current.metadata.managedFields } = object.metadata;
  if (managedFields !== undefined) object.metadata.managedFields = managedFields;
  if (deletionTimestamp !== undefined)
    Object.assign(object.metadata, { deletionTimestamp, deletionGracePeriodSeconds });
  return resource.subresources.includes('status') ? withStatus(object, current['status']) : object;
}

function withStatus(object: KubeObject, status: unknown): KubeObject {
  if (status === undefined) delete object['status'];
  else object['status'] = structuredClone(status);
  return object;
}

function replaceAll(draft: KubeObject, object: KubeObject): void {
  for (const field of Object.keys(draft)) delete draft[field];
  Object.assign(draft, structuredClone(object));
}

function refuseIfAny(problems: StatusCause[], object: KubeObject, { kind, group }: ServedResource): void {
  if (problems.length > 0) throw StatusError.invalid({ kind, group }, object.metadata.name ?? '', problems);
}
