// Round trips of Redis from one pod to another, measured within the calling pod.
import { type Kubectl } from '../../../lib/kubectl.ts';

/** Through a Service's ClusterIP, or to the address of the pod, as a headless Service gives it. */
export type Way = 'service' | 'pod';

export interface RoundTrips {
  /** Milliseconds of a new connection and one request on it: the best of three. Undefined: none was answered. */
  fresh: number | undefined;
  /** Milliseconds of a request on a connection that stays, over about a second. */
  kept: { least: number; most: number; mean: number } | undefined;
}

/** What the calling pod needs in its environment. */
export function addressesOf(server: string): Record<string, string> {
  return { WAY_SERVICE: `redis://${server}:6379`, WAY_POD: `redis://${server}-pods:6379` };
}

const measure = `
ask() {
  for attempt in 1 2 3; do
    start=$(date +%s%N)
    if timeout 3 redis-cli -u "$2" PING 2>&1 | grep -q PONG; then
      echo "$1 fresh $(( ($(date +%s%N) - start) / 1000000 ))"
    fi
  done
  echo "$1 kept $(timeout 4 redis-cli -u "$2" --latency --raw 2>&1)"
}
ask service "$WAY_SERVICE" & ask pod "$WAY_POD"
wait
`;

const ask = `
for way in service:$WAY_SERVICE pod:$WAY_POD; do
  (timeout 2 redis-cli -u "\${way#*:}" PING 2>&1 | grep -q PONG && echo "\${way%%:*} answered") &
done
wait
true
`;

/** The line from one Deployment to the pods of another. */
export class Line {
  readonly #kubectl: Kubectl;
  readonly #caller: string;

  constructor(kubectl: Kubectl, caller: string) {
    this.#kubectl = kubectl;
    this.#caller = caller;
  }

  measure(): Record<Way, RoundTrips> {
    const lines = this.run(measure).split('\n');
    return { service: roundTrips('service', lines), pod: roundTrips('pod', lines) };
  }

  /** The ways on which a request is answered within two seconds. */
  answered(): Way[] {
    const lines = this.run(ask).split('\n');
    return (['service', 'pod'] as const).filter((way) => lines.includes(`${way} answered`));
  }

  /** Runs a script of bash in the calling pod and returns what it printed. */
  run(script: string): string {
    return this.#kubectl.ok(`exec -i deploy/${this.#caller} -- bash -s`, script);
  }
}

function roundTrips(way: Way, lines: string[]): RoundTrips {
  const fresh = lines
    .flatMap((line) => new RegExp(`^${way} fresh (\\d+)$`).exec(line)?.[1] ?? [])
    .map(Number);
  const kept = lines.flatMap(
    (line) => new RegExp(`^${way} kept (\\d+) (\\d+) ([\\d.]+) \\d+$`).exec(line) ?? [],
  );
  const [, least, most, mean] = kept.map(Number);
  return {
    fresh: fresh.length === 0 ? undefined : Math.min(...fresh),
    kept: least === undefined || most === undefined || mean === undefined ? undefined : { least, most, mean },
  };
}
