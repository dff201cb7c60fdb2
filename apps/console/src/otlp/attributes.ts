import { type Attributes, type AttributeValue } from '../store/span.js';
import { listOf, recordOf, textOf } from './json.js';

/** OTLP's `[{key, value: {stringValue: …}}]` as a plain object. */
export function attributesOf(keyValues: unknown): Attributes {
  const entries = listOf(keyValues).map((entry): [string, AttributeValue] => {
    const { key, value } = recordOf(entry);
    return [textOf(key), valueOf(recordOf(value))];
  });
  return Object.fromEntries(entries);
}

/** https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto */
function valueOf(value: Record<string, unknown>): AttributeValue {
  if ('stringValue' in value) return textOf(value['stringValue']);
  if ('boolValue' in value) return value['boolValue'] === true;
  if ('intValue' in value) return integer(value['intValue']);
  if ('doubleValue' in value) return Number(value['doubleValue']);
  if ('bytesValue' in value) return textOf(value['bytesValue']);
  if ('arrayValue' in value)
    return listOf(recordOf(value['arrayValue'])['values']).map((item) => valueOf(recordOf(item)));
  if ('kvlistValue' in value) return attributesOf(recordOf(value['kvlistValue'])['values']);
  return null;
}

/** 64-bit integers come as strings; those that a number cannot hold stay strings. */
function integer(value: unknown): AttributeValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : textOf(value);
}
