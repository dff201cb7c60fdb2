import type { PodChaos } from '../types.js';
import { invalid } from './field-errors.js';
import { durationErrors, modeErrors } from './value-rules.js';

/** The selector is embedded twice over, so the real webhook finds a wrong value twice. */
export function podChaosErrors({ spec }: PodChaos): string[] {
  return [
    ...containerErrors(spec),
    ...modeErrors('Spec.ContainerSelector.value', spec),
    ...durationErrors('Spec.Duration', spec.duration),
    ...modeErrors('Spec.ContainerSelector.PodSelector.value', spec),
  ];
}

function containerErrors({ action, containerNames }: PodChaos['spec']): string[] {
  if (action !== 'container-kill' || (containerNames ?? []).length > 0) return [];
  const detail = 'the name of container is required on container-kill action: invalid value';
  return [invalid('Spec.containerNames', containerNames, detail)];
}
