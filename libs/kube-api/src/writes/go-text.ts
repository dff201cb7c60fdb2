import { isJsonObject } from '../store/json.js';

/** A JSON value as Go's `%+v` prints it: `map[spec:map[replicas:3]]`. The real API server quotes patches this way. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (isJsonObject(value)) {
    const fields = Object.keys(value).toSorted();
    return `map[${fields.map((name) => `${name}:${goText(value[name])}`).join(' ')}]`;
  }
  return typeof value === 'string' ? value : value === null ? '<nil>' : JSON.stringify(value);
}
