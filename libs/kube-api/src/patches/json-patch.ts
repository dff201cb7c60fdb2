import { StatusError } from '../status-error.js';
import { isJsonObject, isSameJson } from '../store/json.js';

type Operation =
  | { op: 'add' | 'replace' | 'test'; path: string; value: unknown }
  | { op: 'remove'; path: string }
  | { op: 'move' | 'copy'; path: string; from: string };

/** JSON patch, RFC 6902. All or nothing; throws StatusError 422 that names the operation that failed. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw StatusError.badRequest('error decoding patch: a JSON patch is a list of operations');
  return patch.reduce<unknown>(
    (document, operation) => applyOperation(document, operation as Operation),
    structuredClone(target),
  );
}

function applyOperation(document: unknown, operation: Operation): unknown {
  const path = segments(operation.path);
  switch (operation.op) {
    case 'add':
      return write(document, path, operation.value, 'add');
    case 'replace':
      return write(document, path, operation.value, 'replace');
    case 'remove':
      return remove(document, path);
    case 'move': {
      const from = segments(operation.from);
      const moved = read(document, from);
      return write(remove(document, from), path, moved, 'add');
    }
    case 'copy':
      return write(document, path, structuredClone(read(document, segments(operation.from))), 'add');
    case 'test':
      if (isSameJson(read(document, path), operation.value)) return document;
      throw failed(`testing value ${operation.path} failed`);
    default:
      throw failed(`unknown operation: ${JSON.stringify(operation)}`);
  }
}

function segments(pointer: unknown): string[] {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) {
    throw failed(`${JSON.stringify(pointer)} is not a JSON pointer: it must be empty or start with "/"`);
  }
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: string[]): unknown {
  return path.reduce<unknown>((value, part) => childOf(value, part, path), document);
}

function childOf(value: unknown, part: string, path: string[]): unknown {
  if (Array.isArray(value) && Number(part) < value.length) return value[Number(part)] as unknown;
  if (isJsonObject(value) && Object.hasOwn(value, part)) return value[part];
  throw missing(path);
}

function write(document: unknown, path: string[], value: unknown, how: 'add' | 'replace'): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = read(document, path.slice(0, -1));
  if (how === 'replace') childOf(parent, last, path);
  if (Array.isArray(parent)) insert(parent, last, value, how, path);
  else if (isJsonObject(parent)) parent[last] = value;
  else throw missing(path);
  return document;
}

function insert(list: unknown[], at: string, value: unknown, how: 'add' | 'replace', path: string[]): void {
  const index = at === '-' ? list.length : Number(at);
  if (!Number.isInteger(index) || index < 0 || index > list.length) throw missing(path);
  list.splice(index, how === 'replace' ? 1 : 0, value);
}

function remove(document: unknown, path: string[]): unknown {
  const last = path.at(-1);
  if (last === undefined) return null;
  const parent = read(document, path.slice(0, -1));
  childOf(parent, last, path);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isJsonObject(parent)) delete parent[last];
  return document;
}

function missing(path: string[]): StatusError {
  return failed(`doc is missing path: "/${path.join('/')}": missing value`);
}

/** Kubernetes keeps the reason to itself: its clients have always been shown this alone. */
function failed(_reason: string): StatusError {
  return new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request');
}
