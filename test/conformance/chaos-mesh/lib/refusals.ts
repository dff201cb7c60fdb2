// Experiments that are refused, and what kubectl prints then.
import { type Kind } from './experiment.ts';

interface Refusal {
  kind: Kind;
  spec: string;
  complaint: string;
}

const delay = `"action":"delay","delay":{"latency":"1ms"}`;
const actions = '"netem", "delay", "loss", "duplicate", "corrupt", "partition", "bandwidth"';
const modes = '"one", "all", "fixed", "fixed-percent", "random-max-percent"';

export function refusals(selector: string): Refusal[] {
  return [...networkChaos(selector), ...podChaos(selector), ...httpChaos(selector)];
}

function networkChaos(selector: string): Refusal[] {
  const kind = 'NetworkChaos';
  const invalid = (spec: string, complaint: string): Refusal => ({
    kind,
    spec: `${spec},${selector}`,
    complaint: `The NetworkChaos "wrong" is invalid: ${complaint}`,
  });
  const denied = (spec: string, complaint: string) => deniedBy(kind, `${spec},${selector}`, complaint);
  return [
    invalid(
      `"mode":"all","action":"dely"`,
      `spec.action: Unsupported value: "dely": supported values: ${actions}`,
    ),
    invalid(`"mode":"all"`, `spec.action: Unsupported value: "": supported values: ${actions}`),
    invalid(delay, `spec.mode: Unsupported value: "": supported values: ${modes}`),
    invalid(
      `"mode":"all","action":"delay","delay":{"latency":"abc"}`,
      String.raw`spec.delay.latency: Invalid value: "abc": spec.delay.latency in body should match '^[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$'`,
    ),
    invalid(
      `"mode":"all","action":"delay","delay":{}`,
      String.raw`spec.delay.latency: Invalid value: "": spec.delay.latency in body should match '^[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$'`,
    ),
    invalid(
      `"mode":"all","direction":"sideways",${delay}`,
      'spec.direction: Unsupported value: "sideways": supported values: "to", "from", "both"',
    ),
    invalid(
      `"mode":"all","action":"bandwidth","bandwidth":{"rate":"1mbps","limit":0,"buffer":1}`,
      'spec.bandwidth.limit: Invalid value: 0: spec.bandwidth.limit in body should be greater than or equal to 1',
    ),
    unknownField(
      `"mode":"all","action":"delay","delay":{"latencey":"1ms"},${selector}`,
      'spec.delay.latencey',
    ),
    unknownField(`"mode":"all",${delay},"containerNames":["a"],${selector}`, 'spec.containerNames'),
    denied(
      `"mode":"all","duration":"5 minutes",${delay}`,
      'Spec.Duration: Invalid value: "5 minutes": parse duration field error: time: unknown unit " minutes" in duration "5 minutes"',
    ),
    denied(
      `"mode":"fixed","value":"0",${delay}`,
      'Spec.PodSelector.value: Invalid value: "0": value must be greater than 0 with mode:fixed',
    ),
    denied(
      `"mode":"fixed",${delay}`,
      'Spec.PodSelector.value: Invalid value: "": parse value field error:strconv.Atoi: parsing "": invalid syntax',
    ),
    denied(
      `"mode":"random-max-percent","value":"101",${delay}`,
      'Spec.PodSelector.value: Invalid value: "101": value of 101 is invalid, Must be (0,100] with mode:random-max-percent',
    ),
    denied(
      `"mode":"all","direction":"both",${delay}`,
      'Spec.direction: Invalid value: "both": `from` and `both` direction cannot be used when targets is empty in netem action',
    ),
    denied(
      `"mode":"all","direction":"from","externalTargets":["1.1.1.1"],${delay}`,
      '[Spec.direction: Invalid value: "from": external targets cannot be used with `from` and `both` direction in netem action yet, Spec.direction: Invalid value: "from": `from` and `both` direction cannot be used when targets is empty in netem action]',
    ),
    denied(
      `"mode":"all","target":{"mode":"fixed","value":"0","selector":{}},${delay}`,
      'Spec.Target.value: Invalid value: "0": value must be greater than 0 with mode:fixed',
    ),
    denied(
      `"mode":"all","action":"loss","loss":{"loss":"x"}`,
      'Spec.TcParameter.Loss.Loss: Invalid value: "x": parse correlation field error:strconv.ParseFloat: parsing "x": invalid syntax',
    ),
    denied(
      `"mode":"all","action":"bandwidth","bandwidth":{"rate":"1 furlong","limit":1,"buffer":1}`,
      'Spec.TcParameter.Bandwidth.Rate: Invalid value: "1 furlong": parse rate field error:invalid unit',
    ),
  ];
}

function podChaos(selector: string): Refusal[] {
  const kind = 'PodChaos';
  const invalid = (spec: string, complaint: string): Refusal => ({
    kind,
    spec: `${spec},${selector}`,
    complaint: `The PodChaos "wrong" is invalid: ${complaint}`,
  });
  const denied = (spec: string, complaint: string) => deniedBy(kind, `${spec},${selector}`, complaint);
  return [
    invalid(
      `"mode":"all","action":"pod-nap"`,
      'spec.action: Unsupported value: "pod-nap": supported values: "pod-kill", "pod-failure", "container-kill"',
    ),
    invalid(
      `"mode":"all","action":"pod-kill","gracePeriod":-1`,
      'spec.gracePeriod: Invalid value: -1: spec.gracePeriod in body should be greater than or equal to 0',
    ),
    denied(
      `"action":"container-kill","mode":"one"`,
      'Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
    ),
    denied(
      `"action":"pod-failure","mode":"one","duration":"10"`,
      'Spec.Duration: Invalid value: "10": parse duration field error: time: missing unit in duration "10"',
    ),
    denied(
      `"action":"pod-kill","mode":"fixed-percent","value":"101"`,
      '[Spec.ContainerSelector.value: Invalid value: "101": value of 101 is invalid, Must be (0,100] with mode:fixed-percent, Spec.ContainerSelector.PodSelector.value: Invalid value: "101": value of 101 is invalid, Must be (0,100] with mode:fixed-percent]',
    ),
    denied(
      `"action":"pod-kill","mode":"fixed","value":"1.5"`,
      '[Spec.ContainerSelector.value: Invalid value: "1.5": parse value field error:strconv.Atoi: parsing "1.5": invalid syntax, Spec.ContainerSelector.PodSelector.value: Invalid value: "1.5": parse value field error:strconv.Atoi: parsing "1.5": invalid syntax]',
    ),
  ];
}

function httpChaos(selector: string): Refusal[] {
  const kind = 'HTTPChaos';
  const denied = (spec: string, complaint: string) => deniedBy(kind, `${spec},${selector}`, complaint);
  return [
    {
      kind,
      spec: `"mode":"one","target":"Reply","port":80,"delay":"1s",${selector}`,
      complaint:
        'The HTTPChaos "wrong" is invalid: spec.target: Unsupported value: "Reply": supported values: "Request", "Response"',
    },
    denied(
      `"mode":"one","target":"Request","method":"get","abort":true`,
      '[Spec.Port: Invalid value: 0: port 0 is not supported, Spec.Method: Invalid value: "get": method get is not supported]',
    ),
    denied(
      `"mode":"one","target":"Request","port":80,"delay":"1x"`,
      'Spec.PodHttpChaosActions.Delay: Invalid value: "1x": invalid duration 1x',
    ),
  ];
}

function deniedBy(kind: Kind, spec: string, complaint: string): Refusal {
  const webhook = `v${kind.toLowerCase()}.kb.io`;
  const where = `Error from server (Forbidden): error when creating "STDIN": admission webhook "${webhook}"`;
  return { kind, spec, complaint: `${where} denied the request: ${complaint}` };
}

function unknownField(spec: string, field: string): Refusal {
  const where =
    'Error from server (BadRequest): error when creating "STDIN": NetworkChaos in version "v1alpha1"';
  const why = `cannot be handled as a NetworkChaos: strict decoding error: unknown field "${field}"`;
  return { kind: 'NetworkChaos', spec, complaint: `${where} ${why}` };
}
