import type { LabelSelector, LabelSelectorRequirement } from '../types.js';
import { StatusError } from '../status-error.js';

type Labels = Record<string, string> | undefined;

/**
 * Whether labels satisfy a selector: a LabelSelector or a plain map of equalities. An empty or absent selector
 * matches everything, as in a list request; what an absent selector means inside an object is its owner's rule.
 */
export function matchesLabels(
  selector: LabelSelector | Record<string, string> | undefined,
  labels: Labels,
): boolean {
  return requirementsOf(selector).every((requirement) => satisfies(requirement, labels ?? {}));
}

/** Parses the text of `-l`: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws 400 with the part it cannot read. */
export function parseLabelSelector(text: string): LabelSelector {
  const matchExpressions = splitOutsideParentheses(text).map(parseRequirement);
  return { matchExpressions };
}

/** The selector as `-l` text, as `kubectl get -o wide` prints it; `<none>` when it is empty. */
export function formatLabelSelector(selector: LabelSelector | Record<string, string> | undefined): string {
  const text = requirementsOf(selector).map(formatRequirement).join(',');
  return text === '' ? '<none>' : text;
}

function requirementsOf(selector: LabelSelector | Record<string, string> | undefined): Requirement[] {
  if (selector === undefined) return [];
  if (!isLabelSelector(selector)) return equalities(selector);
  return [...equalities(selector.matchLabels ?? {}), ...(selector.matchExpressions ?? [])];
}

type Requirement = Omit<LabelSelectorRequirement, 'operator'> & { operator: string };

function isLabelSelector(selector: object): selector is LabelSelector {
  const { matchLabels, matchExpressions } = selector as Record<string, unknown>;
  return typeof matchLabels === 'object' || Array.isArray(matchExpressions);
}

function equalities(labels: Record<string, string>): Requirement[] {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
}

function satisfies({ key, operator, values = [] }: Requirement, labels: Record<string, string>): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw StatusError.badRequest(`"${operator}" is not a valid label selector operator`);
  }
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const labelKey = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const labelValue = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const setRequirement = new RegExp(`^(${labelKey})\\s+(in|notin)\\s+\\(([^)]*)\\)$`);
const equalityRequirement = new RegExp(`^(${labelKey})\\s*(=|==|!=)\\s*(${labelValue})$`);
const existsRequirement = new RegExp(`^(!?)\\s*(${labelKey})$`);

function parseRequirement(part: string): LabelSelectorRequirement {
  const set = setRequirement.exec(part);
  if (set?.[1] !== undefined) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { key: set[1], operator: set[2] === 'in' ? 'In' : 'NotIn', values };
  }
  const equality = equalityRequirement.exec(part);
  if (equality?.[1] !== undefined) {
    const operator = equality[2] === '!=' ? 'NotIn' : 'In';
    return { key: equality[1], operator, values: [equality[3] ?? ''] };
  }
  const exists = existsRequirement.exec(part);
  if (exists?.[2] !== undefined) {
    return { key: exists[2], operator: exists[1] === '!' ? 'DoesNotExist' : 'Exists' };
  }
  throw StatusError.badRequest(
    `unable to parse requirement: "${part}" is not "key", "!key", "key=value", "key!=value", "key in (a,b)" or "key notin (a,b)"`,
  );
}

function formatRequirement({ key, operator, values = [] }: Requirement): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  if (operator === 'In' && values.length === 1) return `${key}=${values[0]}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
}
