import { isDeepStrictEqual } from 'node:util';
import { Secret } from '../secret';

/** Whether a value is the same after it was stored as JSON: no Date, Map, NaN, -0, undefined, function or instance of a class in it. */
export function isJson(value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  } catch {
    return false;
  }
}

/** A value as a plan stores it: secrets masked, properties that are undefined left out. */
export function masked(value: unknown): unknown {
  if (value instanceof Secret) return value.masked;
  if (Array.isArray(value)) return value.map(masked);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) => (held === undefined ? [] : [[name, masked(held)]])),
  );
}
