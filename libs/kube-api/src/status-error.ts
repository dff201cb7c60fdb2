import { builtInResources } from './resources/built-in-resources.js';
import { qualifiedName } from './resources/resource.js';

/** One reason why an object is refused; `field` is its path, such as `spec.replicas`. */
export interface StatusCause {
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueTypeInvalid'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldManagerConflict'
    | 'ExitCode';
  field?: string;
  message: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  /** The plural resource name; the kind itself where the real API server says so (422). */
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** meta/v1 Status, the body of every refusal. */
export interface Status {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, never>;
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
}

/** A resource by its plural and group; a bare string is the kind of a built-in. */
export type NamedResource = string | { group: string; plural: string };

/** Every refusal of the API, with the code, reason and wording of the real API server. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails;

  constructor(code: number, reason: string, message: string, details: StatusDetails = {}) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }

  static notFound(resource: NamedResource, name: string): StatusError {
    const what = resolve(resource);
    return new StatusError(404, 'NotFound', `${qualifiedName(what)} "${name}" not found`, about(what, name));
  }

  static alreadyExists(resource: NamedResource, name: string): StatusError {
    const what = resolve(resource);
    const message = `${qualifiedName(what)} "${name}" already exists`;
    return new StatusError(409, 'AlreadyExists', message, about(what, name));
  }

  /** `detail` ends the sentence "Operation cannot be fulfilled on …". */
  static conflict(resource: NamedResource, name: string, detail = modified): StatusError {
    const what = resolve(resource);
    const message = `Operation cannot be fulfilled on ${qualifiedName(what)} "${name}": ${detail}`;
    return new StatusError(409, 'Conflict', message, about(what, name));
  }

  static forbidden(resource: NamedResource, name: string, detail: string): StatusError {
    const what = resolve(resource);
    const message = `${qualifiedName(what)} "${name}" is forbidden: ${detail}`;
    return new StatusError(403, 'Forbidden', message, about(what, name));
  }

  /** An admission webhook of the given name says no; `text` is its own sentence. */
  static denied(webhook: string, text: string): StatusError {
    return new StatusError(403, 'Forbidden', `admission webhook "${webhook}" denied the request: ${text}`);
  }

  /** 422; `kind` with its group, such as `{ kind: 'Deployment', group: 'apps' }`. */
  static invalid(of: { kind: string; group: string }, name: string, causes: StatusCause[]): StatusError {
    const what = of.group === '' ? of.kind : `${of.kind}.${of.group}`;
    const problems = causes.map((cause) => `${cause.field ?? '<nil>'}: ${cause.message}`);
    const detail = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
    const details = { name, group: of.group, kind: of.kind, causes };
    return new StatusError(422, 'Invalid', `${what} "${name}" is invalid: ${detail}`, details);
  }

  static badRequest(message: string): StatusError {
    return new StatusError(400, 'BadRequest', message);
  }

  static unsupportedMediaType(message: string): StatusError {
    return new StatusError(415, 'UnsupportedMediaType', message);
  }

  static methodNotAllowed(method: string, path: string): StatusError {
    const message = `the server does not allow this method on the requested resource: ${method} ${path}`;
    return new StatusError(405, 'MethodNotAllowed', message);
  }

  static unknownPath(): StatusError {
    return new StatusError(404, 'NotFound', 'the server could not find the requested resource');
  }

  /** The history ring no longer reaches back to the resource version asked for. */
  static expired(requested: string, current: number): StatusError {
    return new StatusError(410, 'Expired', `too old resource version: ${requested} (${current})`);
  }
}

const modified =
  'the object has been modified; please apply your changes to the latest version and try again';

function resolve(resource: NamedResource): { group: string; plural: string } {
  if (typeof resource !== 'string') return resource;
  const builtIn = builtInResources.find((candidate) => candidate.kind === resource);
  return builtIn ?? { group: '', plural: resource.toLowerCase() };
}

function about(what: { group: string; plural: string }, name: string): StatusDetails {
  return what.group === '' ? { name, kind: what.plural } : { name, group: what.group, kind: what.plural };
}
