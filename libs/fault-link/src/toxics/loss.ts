import { correlated } from '../random.js';
import { ourFlag, ourPercent, toxicType } from '../toxic.js';

/** Linux: TCP_RTO_MIN, and the first retransmission of a SYN (RFC 6298 §2). */
const firstRetryMs = { data: 200, open: 1000 };

/** Linux TCP_RTO_MAX. */
const longestRetryMs = 120_000;

/** Linux net.ipv4.tcp_retries2: a correlated draw may never come out otherwise. */
const mostRetries = 15;

/**
 * Packet loss as an application sees it: TCP repairs it, so a lost chunk is 200 ms late, 600 when its
 * retransmission is lost as well, and so on, and what was sent after it waits behind it. With `connect`
 * lost SYNs cost 1 s, then 2, 4 … `percent` 100 holds everything until the loss ends.
 */
export const loss = toxicType({
  name: 'loss',
  attributes: { percent: ourPercent, correlation: ourPercent, connect: ourFlag },
  bufferBytes: 1024 * 1024,
  start({ attributes, random }) {
    const probability = attributes.percent / 100;
    const draw = correlated(random, attributes.correlation);
    const drawLateMs = (retryMs: number): number => {
      if (probability >= 1) return Infinity;
      let lateMs = 0;
      for (let retries = 0; retries < mostRetries && draw() < probability; retries += 1)
        lateMs += Math.min(retryMs * 2 ** retries, longestRetryMs);
      return lateMs;
    };
    return {
      data: (data, out) => out.pass(data, out.arrivedAt + drawLateMs(firstRetryMs.data)),
      signal(signal, out) {
        if (signal === 'open' && attributes.connect === 0) return out.passSignal(signal, out.now);
        out.passSignal(
          signal,
          out.arrivedAt + drawLateMs(signal === 'open' ? firstRetryMs.open : firstRetryMs.data),
        );
      },
    };
  },
});
