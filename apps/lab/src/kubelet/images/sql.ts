// Just enough SQL to hand a script to a server's init file: one statement a line, no comments.

/** A string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

const token =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|--[ \t][^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|;|\s+|[^\s;'"`#/-]+|./g;

/** Statements of a script, each on a line of its own with its semicolon. */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let current = '';
  for (const [part] of script.matchAll(token)) {
    if (part === ';') {
      if (current.trim()) statements.push(`${current.trim()};`);
      current = '';
    } else if (/^(--[ \t]|#|\/\*[^!])/.test(part) || /^\s+$/.test(part)) current += ' ';
    else current += part;
  }
  if (current.trim()) statements.push(`${current.trim()};`);
  return statements;
}
