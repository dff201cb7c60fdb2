import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import protobuf from 'protobufjs/minimal.js';
import { decodeProtobuf } from './envelope.js';

type Writer = protobuf.Writer;

/** A field that holds a message: its number, its kind on the wire, its content. */
function message(number: number, write: (writer: Writer) => void): (writer: Writer) => void {
  return (writer) => {
    writer.uint32((number << 3) | 2).fork();
    write(writer);
    writer.ldelim();
  };
}

const text = (number: number, value: string) => (writer: Writer) =>
  void writer.uint32((number << 3) | 2).string(value);
const number = (at: number, value: number) => (writer: Writer) => void writer.uint32(at << 3).int32(value);
const all =
  (...parts: ((writer: Writer) => void)[]) =>
  (writer: Writer) =>
    parts.forEach((part) => part(writer));

function body(apiVersion: string, kind: string, write: (writer: Writer) => void): Buffer {
  const writer = protobuf.Writer.create();
  all(message(1, all(text(1, apiVersion), text(2, kind))), message(2, write))(writer);
  return Buffer.concat([Buffer.from('k8s\0'), writer.finish()]);
}

const metadata = (name: string) =>
  message(
    1,
    all(
      text(1, name),
      text(3, ''),
      message(8, () => {}),
    ),
  );

describe('decodeProtobuf', () => {
  it('keeps zeros that somebody set, and drops those that Go sends for nothing', () => {
    const spec = message(2, all(number(1, 0), number(5, 0), number(7, 0)));
    assert.deepEqual(decodeProtobuf(body('apps/v1', 'Deployment', all(metadata('web'), spec))), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas: 0 },
    });
  });

  it('reads lists, embedded structs, quantities and ports by number or name', () => {
    const get = message(2, all(text(1, '/'), message(2, all(number(1, 1), number(2, 0), text(3, 'http')))));
    const probe = message(11, message(1, get));
    const limits = message(8, message(1, all(text(1, 'cpu'), message(2, text(1, '100m')))));
    const containers = message(2, all(text(1, 'app'), text(3, 'sh'), text(3, '-c'), limits, probe));
    const pod = decodeProtobuf(body('v1', 'Pod', message(2, containers)));
    assert.deepEqual(pod, {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: {
        containers: [
          {
            name: 'app',
            command: ['sh', '-c'],
            resources: { limits: { cpu: '100m' } },
            readinessProbe: { httpGet: { path: '/', port: 'http' } },
          },
        ],
      },
    });
  });

  it('reads maps, bytes as base64, and times', () => {
    const created = message(1, message(8, all(number(1, 1_700_000_000), number(2, 0))));
    const data = message(2, all(text(1, 'key'), text(2, 'safe')));
    assert.deepEqual(decodeProtobuf(body('v1', 'Secret', all(created, data))), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { creationTimestamp: '2023-11-14T22:13:20Z' },
      data: { key: 'c2FmZQ==' },
    });
  });

  it('skips fields that it does not know', () => {
    const strange = all(number(100, 7), text(101, 'x'));
    assert.deepEqual(decodeProtobuf(body('v1', 'ConfigMap', strange)), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
    });
  });

  it('refuses what is cut off, what is no Protobuf of Kubernetes, and kinds that it does not know', () => {
    const whole = body('v1', 'ConfigMap', metadata('menu'));
    assert.throws(() => decodeProtobuf(whole.subarray(0, -4)), {
      code: 400,
      message: /is not runtime.Unknown/,
    });
    assert.throws(() => decodeProtobuf(Buffer.from('{}')), { code: 400 });
    assert.throws(() => decodeProtobuf(body('v1', 'Garden', () => {})), {
      code: 415,
      message: /^Garden is not read/,
    });
  });
});
