import { RequestLog } from './request-log.js';
import { type Span } from './span.js';
import { TraceStore } from './trace-store.js';

/** All that the console knows. */
export class Telemetry {
  readonly traces: TraceStore;
  readonly requests: RequestLog;

  constructor({ traces = new TraceStore(), requests = new RequestLog() } = {}) {
    this.traces = traces;
    this.requests = requests;
  }

  add(span: Span): ReturnType<TraceStore['add']> {
    const outcome = this.traces.add(span);
    if (outcome === 'new') this.requests.add(span);
    return outcome;
  }
}
