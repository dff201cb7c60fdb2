/** What one rule does to an HTTP message, as the fault proxy's `PUT /faults/{id}` has it. */
export interface HttpEffect {
  target: 'Request' | 'Response';
  match?: {
    path?: string;
    method?: string;
    code?: number;
    requestHeaders?: Record<string, string>;
    responseHeaders?: Record<string, string>;
  };
  percent?: number;
  standDownHeader?: string;
  delay?: { minMs: number; maxMs: number };
  abort?: boolean;
  respond?: { status: number; body?: string };
  replace?: object;
  patch?: object;
}
