/** Sets the fields of `defaults` that `target` lacks. */
export function fill<T extends object>(target: T, defaults: { [Field in keyof T]?: T[Field] }): T {
  for (const [field, value] of Object.entries(defaults)) {
    const fields = target as Record<string, unknown>;
    if (fields[field] === undefined || fields[field] === null) fields[field] = value;
  }
  return target;
}
