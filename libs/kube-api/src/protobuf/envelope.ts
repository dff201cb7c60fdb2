import { StatusError } from '../status-error.js';
import { decode } from './decode.js';
import fieldsJson from './fields.json' with { type: 'json' };

export const protobufType = 'application/vnd.kubernetes.protobuf';

const magic = Buffer.from('k8s\0');
const kinds: Record<string, string> = fieldsJson.kinds;

/**
 * An object that was sent as Protobuf (`kubectl create deployment` and other typed clients), as JSON. Four bytes say
 * what it is; then comes runtime.Unknown: kind and version beside the object itself.
 */
export function decodeProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, magic.length).equals(magic))
    throw StatusError.badRequest(
      'the body of the request is not Protobuf of Kubernetes: it does not begin with k8s',
    );
  const { typeMeta = {}, raw = '' } = decoded('runtime.Unknown', body.subarray(magic.length));
  const { apiVersion, kind = '' } = typeMeta as { apiVersion?: string; kind?: string };
  const type = kinds[kind];
  if (type === undefined)
    throw StatusError.unsupportedMediaType(
      `${kind || 'this object'} is not read from ${protobufType}: send application/json`,
    );
  return { apiVersion, kind, ...decoded(type, Buffer.from(raw as string, 'base64')) };
}

function decoded(type: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    return decode(type, bytes);
  } catch (error) {
    throw StatusError.badRequest(
      `the body of the request is not ${type} in Protobuf: ${(error as Error).message}`,
    );
  }
}
