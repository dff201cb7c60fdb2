/** The string formats that CRD schemas may ask for. Formats not listed are not checked, as in Kubernetes. */
const formats: Record<string, RegExp> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
  uuid: /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
  byte: /^[A-Za-z0-9+/]*={0,2}$/,
  duration: /^[-+]?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/,
};

const ranges: Record<string, number> = { int32: 2 ** 31, int64: 2 ** 63 };

export function hasStringFormat(value: string, format: string): boolean {
  return formats[format]?.test(value) ?? true;
}

export function fitsNumberFormat(value: number, format: string): boolean {
  const limit = ranges[format];
  return limit === undefined || (value >= -limit && value < limit);
}
