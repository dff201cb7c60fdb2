// What is wrong is said in Kubernetes' words, with exit code 1.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Playground } from '../lib/playground.ts';

const configMap = (metadata: string) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":${metadata}}`;
const deployment = (spec: string) =>
  `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"t"},"spec":${spec}}`;
const template = `{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a","image":"b"}]}}`;

/** Command, what is given to it, what it must complain. */
const refused: [words: string, input: string | undefined, complaint: RegExp][] = [
  ['get pod nobody', undefined, /^Error from server \(NotFound\): pods "nobody" not found\n$/],
  [
    'get deployment nobody',
    undefined,
    /^Error from server \(NotFound\): deployments.apps "nobody" not found\n$/,
  ],
  [
    'rollout status deploy/nobody',
    undefined,
    /^Error from server \(NotFound\): deployments.apps "nobody" not found\n$/,
  ],
  ['get gardens', undefined, /^error: the server doesn't have a resource type "gardens"\n$/],
  [
    'logs nobody',
    undefined,
    /^error: error from server \(NotFound\): pods "nobody" not found in namespace "conformance-refusals"\n$/,
  ],
  ['scale deployment nobody --replicas=2', undefined, /deployments.apps "nobody" not found/],
  [
    'wait --for=condition=Ready pod/nobody --timeout=1s',
    undefined,
    /^Error from server \(NotFound\): pods "nobody" not found\n$/,
  ],
  [
    'apply -f -',
    configMap('{"name":"Capital"}'),
    /The ConfigMap "Capital" is invalid: metadata.name: Invalid value: "Capital": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'/,
  ],
  [
    'create -f -',
    configMap('{}'),
    /error when creating "STDIN": resource name may not be empty|name or generateName is required/,
  ],
  [
    'apply -f -',
    deployment(`{"replcas":2,"selector":{"matchLabels":{"a":"b"}},"template":${template}}`),
    /Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replcas"/,
  ],
  [
    'apply -f -',
    deployment(`{"selector":{"matchLabels":{"a":"c"}},"template":${template}}`),
    /The Deployment "t" is invalid: spec.template.metadata.labels: Invalid value: \{"a":"b"\}: `selector` does not match template `labels`/,
  ],
  [
    'apply -f -',
    deployment(`{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":${template}}`),
    /The Deployment "t" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0/,
  ],
  ['apply -f - --namespace=nowhere', configMap('{"name":"a"}'), /namespaces "nowhere" not found/],
];

describe('refusals', { timeout: 120_000 }, () => {
  let playground: Playground;
  before(() => void (playground = Playground.open('refusals')));
  after(() => playground?.end());

  for (const [words, input, complaint] of refused)
    test(`${words} ${input?.slice(0, 90) ?? ''}`, () => {
      const { code, stderr } = playground.kubectl.run(words, input);
      assert.equal(code, 1);
      assert.match(stderr, complaint);
    });
});
