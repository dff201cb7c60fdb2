import { durationMs, type Span } from '../store/span.js';
import { rootsOf } from '../store/trace.js';

/** One line of a waterfall. */
export interface Row {
  span: Span;
  /** 0 for a span without a parent here. */
  depth: number;
  /** Where it begins and how long it is, in percent of the whole trace. */
  left: number;
  width: number;
  /** Its events, in percent of the whole trace. */
  events: number[];
}

/** The tree of spans as lines: children below their parent, in the order in which they began. */
export function waterfall(spans: Span[]): Row[] {
  const fromMs = Math.min(...spans.map(({ startMs }) => startMs));
  const wholeMs = Math.max(...spans.map(({ endMs }) => endMs)) - fromMs || 1;
  const percent = (ms: number) => Math.min(100, Math.max(0, (ms / wholeMs) * 100));
  return inTreeOrder(spans).map(({ span, depth }) => ({
    span,
    depth,
    left: percent(span.startMs - fromMs),
    width: percent(durationMs(span)),
    events: span.events.map(({ atMs }) => percent(atMs - fromMs)),
  }));
}

/** Without recursion, as a trace may be deep; spans whose parents go round in a circle come last. */
function inTreeOrder(spans: Span[]): { span: Span; depth: number }[] {
  const childrenOf = Map.groupBy(spans, ({ parentId }) => parentId);
  const ordered = new Map<Span, number>();
  const visit = (root: Span) => {
    const pending = [{ span: root, depth: 0 }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (ordered.has(next.span)) continue;
      ordered.set(next.span, next.depth);
      const depth = next.depth + 1;
      const children = childrenOf.get(next.span.spanId) ?? [];
      pending.push(...children.toReversed().map((span) => ({ span, depth })));
    }
  };
  rootsOf(spans).forEach(visit);
  spans.filter((span) => !ordered.has(span)).forEach(visit);
  return [...ordered].map(([span, depth]) => ({ span, depth }));
}
