/** Types whose JSON is not that of their fields: these are the fields … */
export const ownTypes: Record<string, string> = {
  'meta.Time': '1 seconds int64; 2 nanos int32',
  'meta.MicroTime': '1 seconds int64; 2 nanos int32',
  'meta.FieldsV1': '1 raw bytes',
  'runtime.RawExtension': '1 raw bytes',
  'resource.Quantity': '1 string string',
  'intstr.IntOrString': '1 type int64; 2 intVal int32; 3 strVal string',
  'runtime.Unknown': '1 typeMeta runtime.TypeMeta; 2 raw bytes',
  'runtime.TypeMeta': '1 apiVersion string; 2 kind string',
};

type Parts = Record<string, unknown>;

/** … and this is the JSON. */
export const ownJson: Record<string, (parts: Parts) => unknown> = {
  'meta.Time': (parts) => time(parts)?.replace(/\.\d+Z$/, 'Z'),
  'meta.MicroTime': (parts) => time(parts)?.replace('Z', '000Z'),
  'meta.FieldsV1': embedded,
  'runtime.RawExtension': embedded,
  'resource.Quantity': ({ string = '0' }) => string,
  'intstr.IntOrString': ({ type, intVal = 0, strVal = '' }) => (type === 1 ? strVal : intVal),
};

/** Go's zero time has no parts, and is null in JSON. */
function time({ seconds, nanos = 0 }: Parts): string | undefined {
  if (seconds === undefined) return undefined;
  return new Date(Number(seconds) * 1_000 + Number(nanos) / 1_000_000).toISOString();
}

function embedded({ raw = '' }: Parts): unknown {
  return JSON.parse(Buffer.from(raw as string, 'base64').toString() || 'null') as unknown;
}
