// Small manifests that tests apply: one line of JSON each, so that a test shows what differs.

/** A Pod with one container of the same name; `fields` are those of the container that matter. */
export function pod(name: string, fields: string, image = 'redis:7-bookworm'): string {
  const container = `{"name":"${name}","image":"${image}"${fields && `,${fields}`}}`;
  return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"},"spec":{"containers":[${container}]}}`;
}
