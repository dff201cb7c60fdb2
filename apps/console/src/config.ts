export interface Config {
  host: string;
  /** Of the pages and the JSON. */
  port: number;
  /** Of the OTLP receiver. */
  otlpPort: number;
}

/** Throws one error that names all problems. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];
  const port = (variable: string, fallback: number): number => {
    const value = env[variable] ?? String(fallback);
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65535)
      problems.push(`${variable}=${value}: give a whole number from 0 to 65535`);
    return Number(value);
  };
  const config = {
    host: env['HOST'] ?? '127.0.0.1',
    port: port('PORT', 3000),
    otlpPort: port('OTLP_PORT', 4318),
  };
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return config;
}
