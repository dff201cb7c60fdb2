import { type Call, type Target } from '../server/call.js';
import { StatusError } from '../status-error.js';
import type { Change } from '../store/watchers.js';
import { apiVersionOf } from '../resources/resource.js';
import type { KubeObject } from '../types.js';
import { type Representation, representationOf } from './representation.js';
import { type Selection, selectionOf } from './selection.js';

/** Clients give up on a silent watch after 30 s; an empty line keeps it open and means nothing. */
const heartbeatMs = 10_000;
const largestBacklogBytes = 64 * 1024 * 1024;

/**
 * Streams changes as JSON lines until the client leaves or `timeoutSeconds` are over. Where it starts:
 *
 *   resourceVersion=N         after N, from the history; 410 when the history is shorter
 *   resourceVersion absent, 0 ADDED for all that exist, then changes
 *   sendInitialEvents=true    the same, with a bookmark after the ADDED events
 */
export function watch(call: Call, target: Target): void {
  const { api, request, response, url } = call;
  const selection = selectionOf(target, url.searchParams);
  const lines = new EventLines(call, target);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  const started = start(call, target, { lines, selection });
  if (!started) {
    response.end();
    return;
  }
  const stop = api.store.watchFromNow([target.resource.kind], (change) =>
    lines.sendChange(change, selection),
  );
  const heartbeat = setInterval(() => response.write('\n'), heartbeatMs);
  const timeoutSeconds = Number(url.searchParams.get('timeoutSeconds') ?? 0);
  const end = timeoutSeconds > 0 ? setTimeout(() => response.end(), timeoutSeconds * 1000) : undefined;
  request.once('close', release);
  response.once('close', release);

  function release(): void {
    stop();
    clearInterval(heartbeat);
    clearTimeout(end);
  }
}

interface Stream {
  lines: EventLines;
  selection: Selection;
}

/** Sends what comes before the first live change; false: the watch cannot be. */
function start({ api, url }: Call, { resource, namespace }: Target, { lines, selection }: Stream): boolean {
  const { store } = api;
  const since = url.searchParams.get('resourceVersion') ?? '';
  const sendsInitial = url.searchParams.get('sendInitialEvents') === 'true';
  if (since === '' || since === '0' || sendsInitial) {
    const filter = namespace === undefined ? {} : { namespace };
    const existing = store.list(resource.kind, filter).filter(selection);
    existing.forEach((object) => lines.send('ADDED', object));
    if (sendsInitial) lines.sendInitialEnd(store.resourceVersion);
    return true;
  }
  const missed = store.changesSince(Number(since));
  if (missed === undefined || Number.isNaN(Number(since))) {
    lines.sendError(StatusError.expired(since, store.resourceVersion));
    return false;
  }
  missed
    .filter(({ object }) => object.kind === resource.kind)
    .forEach((change) => lines.sendChange(change, selection));
  return true;
}

/** Writes events in the representation the client asked for. */
class EventLines {
  readonly #call: Call;
  readonly #target: Target;
  #isFirst = true;

  constructor(call: Call, target: Target) {
    this.#call = call;
    this.#target = target;
  }

  /** For this watch an object that enters the selection is added, one that leaves it is deleted. */
  sendChange({ type, object, previous }: Change, selection: Selection): void {
    const was = previous !== undefined && selection(previous);
    const is = type !== 'DELETED' && selection(object);
    if (is) this.send(was ? 'MODIFIED' : 'ADDED', object);
    else if (was) this.send('DELETED', object);
  }

  send(type: string, object: KubeObject): void {
    const shown = this.#representation().event(object, this.#isFirst);
    this.#isFirst = false;
    this.#write({ type, object: shown });
  }

  /** The bookmark that says: all that existed has been sent. */
  sendInitialEnd(resourceVersion: number): void {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const { resource } = this.#target;
    this.send('BOOKMARK', {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: {
        resourceVersion: String(resourceVersion),
        annotations,
      } as unknown as KubeObject['metadata'],
    });
  }

  sendError(error: StatusError): void {
    this.#write({ type: 'ERROR', object: error.toStatus() });
  }

  #representation(): Representation {
    return representationOf(this.#call, this.#target.resource, new Date());
  }

  /** A client that stopped reading is cut off before its backlog eats the memory. */
  #write(event: object): void {
    const { response } = this.#call;
    if (response.writableLength > largestBacklogBytes) response.destroy();
    else response.write(`${JSON.stringify(event)}\n`);
  }
}
