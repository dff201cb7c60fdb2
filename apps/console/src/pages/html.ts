/** Text that is HTML. Everything else that goes into a page is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | undefined | false | Content[];

/** `html\`<b>${name}</b>\``: values are escaped, unless they are HTML themselves; false and undefined are nothing. */
export function html(literals: TemplateStringsArray, ...values: Content[]): Html {
  const [first = '', ...rest] = literals.map(withoutIndentation);
  return new Html(rest.reduce((text, literal, index) => text + render(values[index]) + literal, first));
}

function withoutIndentation(literal: string): string {
  return literal.replaceAll(/\n\s+/g, '\n');
}

function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  return value instanceof Html ? value.text : escape(String(value));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
