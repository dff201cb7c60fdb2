import { type Telemetry } from '../store/telemetry.js';

/** What a page is made from. */
export interface Request {
  telemetry: Telemetry;
  url: URL;
  /** The last part of the path, in lower case. */
  id: string;
  nowMs: number;
}
