/** How to send what is left and stop; the preload sets it, the shutdown of a service calls it. */
let stop: () => Promise<void> = () => Promise.resolve();

export function onStopTelemetry(how: () => Promise<void>): void {
  stop = how;
}

export function stopTelemetry(): Promise<void> {
  return stop();
}
