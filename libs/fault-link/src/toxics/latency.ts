import { correlated } from '../random.js';
import { integer, ourFlag, ourPercent, toxicType } from '../toxic.js';

/**
 * Each chunk comes `latency` ± `jitter` ms (uniform) after it was received, so what travels together arrives
 * together and throughput survives. `correlation` makes the jitter drift as netem's does;
 * `connect` delays the set-up of connections too.
 */
export const latency = toxicType({
  name: 'latency',
  attributes: { latency: integer(), jitter: integer(), correlation: ourPercent, connect: ourFlag },
  bufferBytes: 32 * 1024 * 1024,
  start({ attributes, random }) {
    const draw = correlated(random, attributes.correlation);
    const jitterMs = Math.max(0, attributes.jitter);
    const delayMs = () => Math.max(0, attributes.latency + (draw() * 2 - 1) * jitterMs);
    return {
      data: (data, out) => out.pass(data, out.arrivedAt + delayMs()),
      signal(signal, out) {
        const delays = signal !== 'open' || attributes.connect === 1;
        out.passSignal(signal, delays ? out.arrivedAt + delayMs() : out.now);
      },
    };
  },
});
