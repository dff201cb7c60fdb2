import { html, type Html } from './html.js';

const colourCount = 8;
const colours = new Map<string, number>();

/** The class of a service's colour: `c0` to `c7`, in the order in which services are first met, so that few share one. */
export function colourOf(service: string): string {
  if (!colours.has(service) && colours.size < 1_000) colours.set(service, colours.size % colourCount);
  return `c${colours.get(service) ?? 0}`;
}

export function serviceName(service: string): Html {
  return html`
    <span class="service">
      <span class="dot ${colourOf(service)}" aria-hidden="true"></span>
      ${service}
    </span>
  `;
}
