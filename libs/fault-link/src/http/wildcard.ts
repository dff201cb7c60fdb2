/** Whether the text fits a pattern with `*` (any run) and `?` (one character); no regular expression, as those can take hours. */
export function fitsWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let coveredByStar = 0;
  for (let position = 0; position < text.length;) {
    if (pattern[at] === '*') {
      star = at;
      coveredByStar = position;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      coveredByStar += 1;
      position = coveredByStar;
      at = star + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
