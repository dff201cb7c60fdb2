import type { ToxicType } from '../toxic.js';
import { bandwidth } from './bandwidth.js';
import { blackhole } from './blackhole.js';
import { latency } from './latency.js';
import { limitData } from './limit-data.js';
import { loss } from './loss.js';
import { noop } from './noop.js';
import { resetPeer } from './reset-peer.js';
import { slicer } from './slicer.js';
import { slowClose } from './slow-close.js';
import { timeout } from './timeout.js';

/** Every kind of toxic there is. A new one needs its file and its line here. */
export const toxicTypes: readonly ToxicType[] = [
  latency,
  bandwidth,
  timeout,
  resetPeer,
  slowClose,
  slicer,
  limitData,
  noop,
  loss,
  blackhole,
];
