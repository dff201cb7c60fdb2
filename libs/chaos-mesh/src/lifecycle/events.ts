/** What is told about an experiment, in Chaos Mesh's words; `fields` become annotations of the Event. */
export interface ChaosEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** Chaos Mesh's own name of the event where it is not the reason in kebab case. */
  name?: string;
  fields?: Record<string, string>;
}

type Field = 'finalizer' | 'desiredPhase' | 'records';
type Activity = 'select targets' | 'apply chaos' | 'recover chaos';

export const finalizerInited = normal('FinalizerInited', 'Finalizer has been inited');

/** The real one has the same reason for adding and removing. */
export const finalizerRemoved: ChaosEvent = {
  ...normal('FinalizerInited', 'Finalizer has been removed'),
  name: 'finalizer-removed',
};

export const started = normal('Started', 'Experiment has started');
export const paused = normal('Paused', 'Experiment has been paused');
export const timeUp = normal('TimeUp', 'Time up according to the duration');
export const deleted = normal('Deleted', 'Experiment has been deleted');

export function applied(id: string): ChaosEvent {
  return { ...normal('Applied', `Successfully apply chaos for ${id}`), fields: { id } };
}

export function recovered(id: string): ChaosEvent {
  return { ...normal('Recovered', `Successfully recover chaos for ${id}`), fields: { id } };
}

export function updated(field: Field): ChaosEvent {
  return { ...normal('Updated', `Successfully update ${field} of resource`), fields: { field } };
}

export function failed(activity: Activity, err: string): ChaosEvent {
  return {
    type: 'Warning',
    reason: 'Failed',
    message: `Failed to ${activity}: ${err}`,
    fields: { activity, err },
  };
}

/** Ours: an experiment has ended and nothing had met it. */
export function noEffect(reason: string): ChaosEvent {
  return {
    type: 'Warning',
    reason: 'NoEffect',
    message: `The experiment affected nothing: ${reason}`,
    fields: { err: reason },
  };
}

function normal(reason: string, message: string): ChaosEvent {
  return { type: 'Normal', reason, message };
}
