import { dedent } from './dedent';
import { Secret } from './secret';
import type { Nothing } from './state';
import { doubleQuoted, QuotedSecret, Template } from './template';

export type TextValue = string | number | Secret | QuotedSecret | Template | Nothing;

/**
 * The text of a file, with secrets by reference. Indentation that all lines share is taken away. A line whose only interpolation is
 * false, null, undefined or empty, and that has nothing else, is left out; a text of several lines is indented like its place.
 */
export function text(strings: TemplateStringsArray, ...values: TextValue[]): Template {
  const literals = dedent(strings);
  const parts: Template['parts'][number][] = [];
  literals.forEach((literal, i) => {
    const before = literals[i - 1] ?? '';
    const dropped = i > 0 && isNothing(values[i - 1]) && endsLine(before) && /^[ \t]*(?:\n|$)/.test(literal);
    // The line break in front goes with the line.
    parts.push(dropped ? literal.replace(/^[ \t]*\n?/, '') : literal);
    if (i < values.length) parts.push(...partsOf(values[i], indentOf(literal)));
  });
  return new Template(trimmedEnd(parts, isNothing(values.at(-1))));
}

/** A value inside double quotes, its own quotes and backslashes escaped. */
export function quoted(value: string | Secret): Template {
  if (value instanceof Secret) return new Template(partsOf(doubleQuoted(value), ''));
  if (/[\0\n\r]/.test(value)) throw new Error('A quoted value is one line.');
  return new Template([`"${value.replaceAll(/["\\]/g, '\\$&')}"`]);
}

const isNothing = (value: TextValue): boolean =>
  value === false || value === null || value === undefined || value === '';
const endsLine = (literal: string): boolean => /(?:^|\n)[ \t]*$/.test(literal);
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

/** Without the blanks that a last line which was left out leaves behind. */
function trimmedEnd(parts: Template['parts'][number][], trim: boolean): Template['parts'] {
  const last = parts.at(-1);
  return trim && last === '' ? parts.slice(0, -1) : parts;
}
