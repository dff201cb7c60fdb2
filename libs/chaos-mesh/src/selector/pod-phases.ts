/** `podPhaseSelectors`: plain phases are alternatives, `!Phase` excludes. */
export function matchesPhases(selectors: string[], phase: string | undefined): boolean {
  selectors.forEach(requirePhaseSyntax);
  const excluded = selectors.filter(isExclusion).map((selector) => selector.trim().slice(1).trim());
  const included = selectors.filter((selector) => !isExclusion(selector)).map((selector) => selector.trim());
  if (phase !== undefined && excluded.includes(phase)) return false;
  return included.length === 0 || (phase !== undefined && included.includes(phase));
}

function isExclusion(selector: string): boolean {
  return selector.trim().startsWith('!');
}

/** Chaos Mesh reads the list as a label selector and allows two of its forms. */
function requirePhaseSyntax(selector: string): void {
  if (/^\s*!?\s*[A-Za-z]+\s*$/.test(selector)) return;
  throw new Error(`unsupported operator in pod phase selector "${selector}": use "Running" or "!Running"`);
}
