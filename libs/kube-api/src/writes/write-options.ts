import type { KubeObject } from '../types.js';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export interface WriteOptions {
  /** Everything happens but the write itself. */
  dryRun: boolean;
  fieldValidation: FieldValidation;
  /** Who writes; server-side apply remembers it. */
  fieldManager: string;
  /** Only the status is written. */
  isStatus: boolean;
}

/** The object after a write, with warnings for the client. */
export interface Written {
  object: KubeObject;
  warnings: string[];
}

export const plainWrite: WriteOptions = {
  dryRun: false,
  fieldValidation: 'Strict',
  fieldManager: 'unknown',
  isStatus: false,
};
