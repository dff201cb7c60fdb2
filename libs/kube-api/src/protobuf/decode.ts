import protobuf from 'protobufjs/minimal.js';
import fieldsJson from './fields.json' with { type: 'json' };
import { ownJson, ownTypes } from './own-json.js';

type Fields = Map<number, Field>;

/** As Go writes it: `*int32` is `{ shape: '*', of: 'int32' }`. */
interface Field {
  name: string;
  shape: string;
  of: string;
}

const types: Record<string, string> = { ...fieldsJson.types, ...ownTypes };
const fieldsByType = new Map<string, Fields>();

/** The JSON of a Go type's Protobuf. Fields that it does not know are left out. @throws when the bytes end too early. */
export function decode(type: string, bytes: Uint8Array): Record<string, unknown> {
  const reader = protobuf.Reader.create(bytes);
  const fields = fieldsOf(type);
  const object: Record<string, unknown> = {};
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = fields.get(tag >>> 3);
    if (field === undefined) reader.skipType(tag & 7);
    else set(object, field, reader);
  }
  return object;
}

function set(object: Record<string, unknown>, { name, shape, of }: Field, reader: protobuf.Reader): void {
  if (name === '') Object.assign(object, read(of, reader));
  else if (shape === '[]') object[name] = [...((object[name] as unknown[]) ?? []), read(of, reader)];
  else if (shape === '{}') object[name] = { ...(object[name] as object), ...entry(of, reader) };
  else {
    const value = read(of, reader);
    if (shape === '*' || !isZero(value)) object[name] = value;
  }
}

/** A field that is no pointer is always sent; its zero means that it is not set. */
function isZero(value: unknown): boolean {
  return typeof value === 'object' ? Object.keys(value ?? {}).length === 0 : !value;
}

/** A map comes as messages of a key and a value each. */
function entry(of: string, reader: protobuf.Reader): Record<string, unknown> {
  const end = reader.uint32() + reader.pos;
  let key = '';
  let value: unknown;
  while (reader.pos < end) {
    if (reader.uint32() >>> 3 === 1) key = reader.string();
    else value = read(of, reader);
  }
  return { [key]: value };
}

function read(of: string, reader: protobuf.Reader): unknown {
  switch (of) {
    case 'string':
      return reader.string();
    case 'bool':
      return reader.bool();
    case 'int32':
      return reader.int32();
    case 'int64':
      return Number(reader.int64());
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    default: {
      const message = decode(of, reader.bytes());
      const json = ownJson[of];
      return json === undefined ? message : json(message);
    }
  }
}

function fieldsOf(type: string): Fields {
  const known = fieldsByType.get(type);
  if (known !== undefined) return known;
  const listed = (types[type] ?? '').split('; ').filter(Boolean);
  const fields = new Map(listed.map(parseField));
  fieldsByType.set(type, fields);
  return fields;
}

function parseField(text: string): [number, Field] {
  const [number = '', name = '', type = ''] = text.split(' ');
  const [shape = ''] = /^[*[\]{}]*/.exec(type) ?? [];
  return [Number(number), { name, shape, of: type.slice(shape.length) }];
}
