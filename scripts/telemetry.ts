// Where the traces can go, in a word for the chart: `lgtm` or `console`. The Tiltfile asks.
import { chooseTelemetry } from './lib/kind/telemetry.ts';

const { backend } = await chooseTelemetry({});
console.log(backend);
