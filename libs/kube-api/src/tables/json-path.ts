import { isJsonObject, isSameJson } from '../store/json.js';

/**
 * The JSONPath of printer columns: `.spec.action`, `.spec.ports[0].port`, `.metadata.labels['a.b/c']`,
 * `.status.conditions[?(@.type=="Ready")].status`, `[*]`. Returns all that matches; nothing for a path it cannot
 * read, as columns must never fail a list.
 */
export function jsonPathValues(value: unknown, path: string): unknown[] {
  const text = path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '');
  const steps = [...text.matchAll(step)];
  const isWhole = steps.map(([whole]) => whole).join('') === text;
  if (!isWhole) return [];
  return steps.reduce<unknown[]>((values, parts) => values.flatMap((one) => take(one, parts)), [value]);
}

const step =
  /\.(?<field>(?:[\w-]|\\.)+)|\[(?<index>-?\d+)\]|(?<all>\[\*\]|\.\*)|\[['"](?<quoted>[^'"]+)['"]\]|\[\?\(@\.(?<key>[\w.-]+)\s*(?<operator>==|!=)\s*(?<literal>'[^']*'|"[^"]*"|[\w.-]+)\)\]/g;

function take(value: unknown, { groups = {} }: RegExpMatchArray): unknown[] {
  const { field, index, all, quoted, key, operator, literal } = groups;
  if (all !== undefined) return typeof value === 'object' && value !== null ? Object.values(value) : [];
  if (index !== undefined) return Array.isArray(value) ? present(value.at(Number(index)) as unknown) : [];
  if (key !== undefined) {
    const wanted = literalOf(literal ?? '');
    const isWanted = (item: unknown) =>
      jsonPathValues(item, `.${key}`).some((found) => isSameJson(found, wanted)) === (operator === '==');
    return Array.isArray(value) ? (value.filter(isWanted) as unknown[]) : [];
  }
  const name = quoted ?? field?.replaceAll(/\\(.)/g, '$1') ?? '';
  return isJsonObject(value) ? present(value[name]) : [];
}

function present(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [value];
}

function literalOf(text: string): unknown {
  if (/^['"]/.test(text)) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
