import type { StructuralSchema } from '@chaos-workshop/kube-api';
import { chaosDefinition } from './definition.js';
import { experimentStatusWithInstances } from './experiment-status.js';
import { podSelector } from './pod-selector.js';
import { duration, flag, integer, list, map, object, oneOf, remoteCluster, text, unset } from './schemas.js';

const word: StructuralSchema = { type: 'string' };
const pairs = (description: string) => list(list(word, 'Name and value.'), description);

const replace = object('Parts of the message that become something else.', {
  path: text('Path of the request.'),
  method: text('Method of the request.'),
  code: integer('Status code of the response.', { format: 'int32' }),
  body: { ...text('The whole body, in base64.'), format: 'byte' },
  queries: map(word, 'Query parameters of the request.'),
  headers: map(word, 'Headers.'),
});

const patch = object('Parts of the message that something is added to.', {
  body: object('A JSON merge patch (RFC 7396).', { type: text('JSON.'), value: text('The patch.') }, [
    'type',
    'value',
  ]),
  queries: pairs('Query parameters to add to the request.'),
  headers: pairs('Headers to add.'),
});

const tls = object(
  'Not possible in the lab.',
  {
    certName: text('Key of the certificate in the secret.'),
    keyName: text('Key of the private key in the secret.'),
    caName: text('Key of the authority in the secret.'),
    secretName: text('Name of the secret.'),
    secretNamespace: text('Namespace of the secret.'),
  },
  ['certName', 'keyName', 'secretName', 'secretNamespace'],
);

const spec = object(
  'What happens to which requests or responses of which pods.',
  {
    ...podSelector,
    target: unset(oneOf('Which message.', ['Request', 'Response'])),
    port: integer('Port that the pods serve, or call.', { format: 'int32' }),
    path: text('Only this path; * and ? are wildcards.'),
    method: text('Only this method.'),
    code: integer('Only responses with this status code.', { format: 'int32' }),
    request_headers: map(word, 'Only requests with these headers.'),
    response_headers: map(word, 'Only responses with these headers.'),
    abort: flag('The connection is closed without an answer.'),
    delay: text('The message is late by this Go duration.'),
    replace,
    patch,
    tls,
    duration,
    remoteCluster,
  },
  ['mode', 'selector', 'target'],
);

export const httpChaos = chaosDefinition({
  kind: 'HTTPChaos',
  columns: ['duration'],
  requiresSpec: false,
  description: 'HTTP requests and responses that are aborted, late or changed.',
  spec,
  status: experimentStatusWithInstances,
});
