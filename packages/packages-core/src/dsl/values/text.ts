import { dedent } from '../dedent';
import { Secret } from '../secret';
import { doubleQuoted, QuotedSecret, Template } from '../template';

export type TextValue = string | number | Secret | QuotedSecret | Template | false | null | undefined;

/**
 * The text of a file, with secrets by reference. Indentation that all lines share is taken away. A line whose only interpolation is
 * false, null, undefined or empty, and that has nothing else, is left out; a text of several lines is indented like its place.
 */
export function text(strings: TemplateStringsArray, ...values: TextValue[]): Template {
  const literals = dedent(strings);
  const isDropped = (i: number): boolean =>
    isNothing(values[i]) &&
    /(?:^|\n)[ \t]*$/.test(literals[i] ?? '') &&
    /^[ \t]*(?:\n|$)/.test(literals[i + 1] ?? '');
  const parts = literals.flatMap((literal, i) => {
    // The line goes with its indentation and its end.
    const rest = i > 0 && isDropped(i - 1) ? literal.replace(/^[ \t]*\n?/, '') : literal;
    if (i >= values.length) return [rest];
    if (isDropped(i)) return [rest.replace(/[ \t]*$/, '')];
    return [rest, ...partsOf(values[i], indentOf(literal))];
  });
  return new Template(parts);
}

/** A value inside double quotes, its own quotes and backslashes escaped. */
export function quoted(value: string | Secret): Template {
  if (value instanceof Secret) return new Template(partsOf(doubleQuoted(value), ''));
  if (/[\0\n\r]/.test(value)) throw new Error('A quoted value is one line.');
  return new Template([`"${value.replaceAll(/["\\]/g, '\\$&')}"`]);
}

const isNothing = (value: TextValue): boolean =>
  value === false || value === null || value === undefined || value === '';
const indentOf = (literal: string): string => /(?:^|\n)([ \t]*)$/.exec(literal)?.[1] ?? '';

function partsOf(value: TextValue, indent: string): Template['parts'] {
  if (value instanceof Template)
    return value.parts.map((part) =>
      typeof part === 'string' ? part.replaceAll('\n', `\n${indent}`) : part,
    );
  if (value instanceof Secret) return [{ secret: value, escaped: false }];
  if (value instanceof QuotedSecret) return ['"', { secret: value.secret, escaped: true }, '"'];
  return isNothing(value) ? [] : [String(value)];
}
