// What the lab is made of: parts that start in order and stop in reverse.

export interface Component {
  name: string;
  /** Resolves when the next component may rely on this one. */
  start(signal: AbortSignal): Promise<void>;
  /** Called once, also when a later component failed to start. */
  stop(): Promise<void>;
}

/** Starts all, in order; when one fails, those before it are stopped again. Returns the way to stop. */
export async function startAll(
  components: Component[],
  signal: AbortSignal,
  onStarted: (component: Component) => void = () => {},
): Promise<() => Promise<void>> {
  const started: Component[] = [];
  const stop = async () => {
    for (let component = started.pop(); component; component = started.pop()) await component.stop();
  };
  try {
    for (const component of components) {
      signal.throwIfAborted();
      started.push(component);
      await component.start(signal);
      onStarted(component);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Several components as one. */
export function group(name: string, components: Component[]): Component {
  let stop = async () => {};
  return {
    name,
    start: async (signal) => {
      stop = await startAll(components, signal);
    },
    stop: () => stop(),
  };
}
