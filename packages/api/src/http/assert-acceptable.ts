import { AppError } from '../errors/app-error';

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
  if (path.length >= MAX_DEPTH) throw new AppError('BAD_REQUEST', 'The request is nested too deeply.');
  if (!Array.isArray(value) && !isPlain(value))
    throw new AppError('BAD_REQUEST', 'Send the input of the request as JSON.');
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
  const sentence = 'The text contains a character that cannot be stored. Delete it and try again.';
  throw new AppError('BAD_REQUEST', sentence, { fields: { [path.join('.').slice(0, 200)]: sentence } });
}

/** With the `u` flag a surrogate that has its other half is no `\p{Surrogate}`. */
const LONE_SURROGATE = /\p{Surrogate}/u;
