import type { FieldValidation, WriteOptions } from '../writes/write-options.js';
import { StatusError } from '../status-error.js';
import type { Call } from '../server/call.js';

/** The write options of a request's query; without `fieldValidation` unknown fields are warned of. */
export function writeOptionsOf({ request, target, url }: Call): WriteOptions {
  const query = url.searchParams;
  return {
    dryRun: isDryRun(query.getAll('dryRun')),
    fieldValidation: fieldValidation(query.get('fieldValidation') ?? 'Warn'),
    fieldManager: query.get('fieldManager') ?? managerOf(request.headers['user-agent'] ?? 'unknown'),
    isStatus: target?.subresource === 'status',
  };
}

function isDryRun(values: string[]): boolean {
  const unknown = values.find((value) => value !== 'All');
  if (unknown === undefined) return values.length > 0;
  throw StatusError.badRequest(`dryRun: Unsupported value: "${unknown}": supported values: "All"`);
}

function fieldValidation(value: string): FieldValidation {
  if (value === 'Strict' || value === 'Warn' || value === 'Ignore') return value;
  const supported = '"Ignore", "Strict", "Warn"';
  throw StatusError.badRequest(
    `fieldValidation: Unsupported value: "${value}": supported values: ${supported}`,
  );
}

function managerOf(userAgent: string): string {
  return userAgent.split('/')[0] ?? 'unknown';
}
