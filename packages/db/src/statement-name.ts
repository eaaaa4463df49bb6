import { createHash } from 'node:crypto';

/** Statements that are kept prepared in each connection. What comes after them is planned each time, as it would be without a name. */
const MAX_NAMES = 500;
const names = new Map<string, string>();

/**
 * Names a statement by its text, so that a connection plans it once and not each time: planning took more than half of a short one.
 * Empty where so many are kept already: lists of any length make texts without end.
 */
export function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MAX_NAMES) return '';
  const name = `milepost_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
  names.set(sql, name);
  return name;
}
