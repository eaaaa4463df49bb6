import { requestError } from '../errors/request-error';

/** No form of ours nests deeper than four levels. */
const MAX_DEPTH = 16;

/**
 * Refuses input that no procedure can use: anything but JSON, nesting without end, and text that PostgreSQL cannot store
 * (a NUL character, or half of a surrogate pair), in keys as in values.
 *
 * @throws AppError BAD_REQUEST
 */
export function assertAcceptable(input: unknown): void {
  check(input, []);
}

function check(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') checkText(value, path);
  if (value === null || typeof value !== 'object') return;
  if (path.length >= MAX_DEPTH) throw requestError('BAD_REQUEST', { code: 'request_too_deep' });
  if (!Array.isArray(value) && !isPlain(value)) throw requestError('BAD_REQUEST', { code: 'input_not_json' });
  for (const [key, child] of Object.entries(value)) {
    checkText(key, path);
    check(child, [...path, key]);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function checkText(text: string, path: readonly string[]): void {
  if (!text.includes('\0') && !LONE_SURROGATE.test(text)) return;
  const field = path.join('.').slice(0, 200);
  throw requestError('BAD_REQUEST', { code: 'field_not_storable' }, { field });
}

/** With the `u` flag a surrogate that has its other half is no `\p{Surrogate}`. */
const LONE_SURROGATE = /\p{Surrogate}/u;
