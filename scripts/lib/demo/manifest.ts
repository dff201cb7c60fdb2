// A fault manifest, read from its file and moved to the namespace in which the demo plays.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { ClusterObject } from '../cluster.ts';

/** @throws, naming the file, when it is not exactly one object. */
export function readManifest(file: string): ClusterObject {
  const [document, ...others] = parseAllDocuments(textOf(file));
  const object = document?.toJS() as Partial<ClusterObject> | null | undefined;
  if (others.length > 0) throw new Error(`${file} has several documents: say one fault a file`);
  if (!object?.apiVersion || !object.kind || !object.metadata?.name)
    throw new Error(`${file} is no manifest: it needs apiVersion, kind and metadata.name`);
  return object as ClusterObject;
}

/** Selectors that name the namespaces of their pods follow; one without names means the namespace of its object. */
export function inNamespace(manifest: ClusterObject, namespace: string): ClusterObject {
  const moved = selecting(manifest, namespace) as ClusterObject;
  return { ...moved, metadata: { ...manifest.metadata, namespace } };
}

function selecting(value: unknown, namespace: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => selecting(item, namespace));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => {
    const moved = selecting(inner, namespace);
    return [key, key === 'selector' && isNaming(moved) ? { ...moved, namespaces: [namespace] } : moved];
  });
  return Object.fromEntries(entries);
}

function isNaming(selector: unknown): selector is { namespaces: string[] } {
  return typeof selector === 'object' && selector !== null && 'namespaces' in selector;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
