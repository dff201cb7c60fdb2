import type { PodSelector } from '../types.js';
import { parseDuration } from '../go/duration.js';
import { parseFloat32, parseInteger } from '../go/numbers.js';
import { parseRate } from '../go/rate.js';
import { forbidden, invalid, unreadable } from './field-errors.js';

/** Rules that several kinds share. An absent value is fine everywhere; an empty duration too. */

export function durationErrors(path: string, value: string | undefined): string[] {
  if (value === undefined || value === '') return [];
  return unreadable(path, value, parseDuration, 'parse duration field error: ');
}

/** Chaos Mesh says correlation whatever the field is. */
export function floatErrors(path: string, value: string | undefined): string[] {
  return value === undefined ? [] : unreadable(path, value, parseFloat32, 'parse correlation field error:');
}

export function rateErrors(path: string, value: string | undefined): string[] {
  return value === undefined ? [] : unreadable(path, value, parseRate, 'parse rate field error:');
}

/** `value` must fit the mode; `one` and `all` ignore it. */
export function modeErrors(path: string, { mode, value = '' }: PodSelector): string[] {
  if (mode === 'one' || mode === 'all') return [];
  const errors = unreadable(path, value, parseInteger, 'parse value field error:');
  if (errors.length > 0) return errors;
  const number = parseInteger(value);
  if (mode === 'fixed') {
    return number > 0 ? [] : [invalid(path, value, 'value must be greater than 0 with mode:fixed')];
  }
  if (number > 0 && number <= 100) return [];
  return [invalid(path, value, `value of ${number} is invalid, Must be (0,100] with mode:${mode}`)];
}

/** A limit of the lab. */
export function wholeMilliseconds(path: string, duration: string | undefined): string[] {
  if (duration === undefined || duration === '' || Number.isInteger(parseDuration(duration))) return [];
  return [forbidden(path, `the lab delays by whole milliseconds, ${duration} is none`)];
}
