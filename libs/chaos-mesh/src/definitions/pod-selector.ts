import type { StructuralSchema } from '@chaos-workshop/kube-api';
import { list, map, object, oneOf, text, unset } from './schemas.js';

const word: StructuralSchema = { type: 'string' };

const requirement = object(
  'A label requirement.',
  {
    key: text('The label.'),
    operator: text('In, NotIn, Exists or DoesNotExist.'),
    values: list(word, 'For In and NotIn.'),
  },
  ['key', 'operator'],
);

const criteria = object('Which pods. All criteria must hold; with `pods` all others are ignored.', {
  namespaces: list(word, "The pod's namespace is one of these. Default: the namespace of the experiment."),
  labelSelectors: map(word, 'Labels that the pod has.'),
  expressionSelectors: list(requirement, 'Requirements on labels.'),
  annotationSelectors: map(word, 'Annotations that the pod has.'),
  fieldSelectors: map(word, 'Fields such as metadata.name, spec.nodeName, status.phase.'),
  nodes: list(word, 'The pod runs on one of these nodes.'),
  nodeSelectors: map(word, 'The pod runs on a node with these labels.'),
  podPhaseSelectors: list(word, 'Phases such as Running, or !Running.'),
  pods: map(list(word, 'Names of pods.'), 'Namespace to names of pods.'),
});

/** `selector`, `mode` and `value`, which every experiment has at the top of its spec. */
export const podSelector: Record<string, StructuralSchema> = {
  // Without it: all pods of the namespace, as the real mutating webhook has it.
  selector: { ...criteria, default: {} },
  mode: unset(
    oneOf('How many of the selected pods.', ['one', 'all', 'fixed', 'fixed-percent', 'random-max-percent']),
  ),
  value: text('The number or percentage that the mode needs.'),
};
