/** Digits as people type them: no exponent, no other base, no separators. */
const PLAIN = /^[+-]?\d+(\.\d+)?$/;

/**
 * What a number field holds, which may come as the text that was typed: blanks around it are nothing, and an empty field is
 * one that was left out. What is no plain number stays what it is, for the schema to refuse.
 */
export function numberFromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return undefined;
  return PLAIN.test(text) ? Number(text) : value;
}
