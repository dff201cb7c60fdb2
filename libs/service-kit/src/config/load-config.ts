import type { z } from 'zod';
import type { Variable } from './variables.js';

export type Variables = Record<string, Variable>;
export type Config<Set extends Variables> = { readonly [Key in keyof Set]: z.output<Set[Key]['schema']> };
export type Environment = Record<string, string | undefined>;

/** Everything that is wrong with the environment, at once. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      ['The environment does not fit this service:', ...problems.map((problem) => `  - ${problem}`)].join(
        '\n',
      ),
    );
    this.name = 'ConfigError';
  }
}

/**
 * The environment as a typed object; an empty variable counts as not set. Throws one ConfigError that lists
 * all problems.
 */
export function loadConfig<Set extends Variables>(
  variables: Set,
  environment: Environment = process.env,
): Config<Set> {
  const problems: string[] = [];
  const values = Object.entries(variables).map(([key, { name, schema }]) => {
    const text = environment[name] || undefined;
    const result = schema.safeParse(text);
    if (!result.success) problems.push(problem(name, text, result.error));
    return [key, result.data];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(Object.fromEntries(values)) as Config<Set>;
}

/** As loadConfig, for a main.ts: prints what is wrong and ends the process with 1. */
export function loadConfigOrExit<Set extends Variables>(variables: Set): Config<Set> {
  try {
    return loadConfig(variables);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

function problem(name: string, text: string | undefined, error: z.ZodError): string {
  const rules = error.issues.map((issue) => issue.message).join(', and ');
  return text === undefined
    ? `${name} is not set: it ${rules}`
    : `${name} is "${redacted(name, text)}": it ${rules}`;
}

function redacted(name: string, text: string): string {
  if (/PASSWORD|SECRET|TOKEN/.test(name)) return '***';
  return text.replace(/\/\/([^:@/]*):.*@/, '//$1:***@');
}
