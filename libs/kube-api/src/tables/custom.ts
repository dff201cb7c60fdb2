import type { CustomResourceVersion, KubeObject, PrinterColumn } from '../types.js';
import { ageOf } from './age.js';
import { nameColumn, type Printer, printer } from './columns.js';
import { plainPrinter } from './cluster.js';
import { jsonPathValues } from './json-path.js';

/** Columns as the CustomResourceDefinition lists them, after NAME; without a list NAME and AGE. */
export function customPrinter({ additionalPrinterColumns = [] }: CustomResourceVersion): Printer {
  if (additionalPrinterColumns.length === 0) return plainPrinter;
  const columns = additionalPrinterColumns.map(
    ({ name, type, format = '', description = '', priority = 0 }) => ({
      name,
      // The server has turned the date into an age already.
      type: type === 'date' ? 'string' : type,
      format,
      description,
      priority,
    }),
  );
  return printer<KubeObject>([nameColumn, ...columns], (object, now) => [
    object.metadata.name,
    ...additionalPrinterColumns.map((column) => cell(object, column, now)),
  ]);
}

function cell(object: KubeObject, { jsonPath, type }: PrinterColumn, now: Date): unknown {
  const [value, ...others] = jsonPathValues(object, jsonPath);
  if (value === undefined) return null;
  if (type === 'date') return ageOf(text(value), now);
  if (type === 'integer' || type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return [value, ...others].map(text).join(',');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
