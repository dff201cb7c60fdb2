import type { KubeObject } from '../types.js';

export interface Column {
  name: string;
  type: string;
  format: string;
  description: string;
  /** Above 0: shown with `-o wide` only. */
  priority: number;
}

/** How `kubectl get` shows one kind: columns, and a row's cells in the same order. */
export interface Printer<T extends KubeObject = KubeObject> {
  columns: Column[];
  // A method, so that a printer of Pods fits where printers of all kinds are kept.
  cells(object: T, now: Date): unknown[];
}

export function printer<T extends KubeObject>(
  columns: Column[],
  cells: (object: T, now: Date) => unknown[],
): Printer<T> {
  return { columns, cells };
}

export const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name must be unique within a namespace.',
  priority: 0,
};

export const ageColumn = column('Age');

export function column(name: string, type = 'string'): Column {
  return { name, type, format: '', description: '', priority: 0 };
}

export function wide(name: string, type = 'string'): Column {
  return { ...column(name, type), priority: 1 };
}
