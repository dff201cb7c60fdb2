import type { PodCriteria } from '../types.js';
import { invalid } from '../admission/field-errors.js';

const word = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const keyRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const valueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** Throws what Chaos Mesh says of selectors by label that it cannot read: it looks at them only when it selects. */
export function requireLabelSyntax({ labelSelectors = {}, expressionSelectors = [] }: PodCriteria): void {
  const expressions = [
    ...Object.entries(labelSelectors).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...expressionSelectors,
  ];
  for (const expression of expressions) {
    const problem = problemOf(expression);
    if (problem !== undefined) throw new Error(`cannot parse label selector, msg: ${problem}`);
  }
}

interface Expression {
  key: string;
  operator: string;
  values?: string[];
}

function problemOf({ key, operator, values }: Expression): string | undefined {
  const isOfSet = operator === 'In' || operator === 'NotIn';
  if (!isOfSet && operator !== 'Exists' && operator !== 'DoesNotExist')
    return `"${operator}" is not a valid label selector operator`;
  if (!word.test(key.slice(key.lastIndexOf('/') + 1))) return invalid('key', key, keyRule);
  const count = values?.length ?? 0;
  if (isOfSet && count === 0)
    return invalid('values', values ?? null, "for 'in', 'notin' operators, values set can't be empty");
  if (!isOfSet && count > 0)
    return invalid('values', values, 'values set must be empty for exists and does not exist');
  const wrong = values?.findIndex((value) => value !== '' && !word.test(value)) ?? -1;
  return wrong < 0 ? undefined : invalid(`values[${wrong}][${key}]`, values?.[wrong], valueRule);
}
