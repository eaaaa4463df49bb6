export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A common noun as it stands within a sentence: "database" of "Database". An abbreviation stays: "ACL rule". */
export const withinSentence = (noun: string): string =>
  /^\p{Lu}\p{Lu}/u.test(noun) ? noun : noun.charAt(0).toLowerCase() + noun.slice(1);

const rules = new Intl.PluralRules('en');

/** The form of a word or a sentence that goes with a count. */
export function plural(count: number, { one, other }: { one: string; other: string }): string {
  return rules.select(count) === 'one' ? one : other;
}

/** Several of a noun that has a regular plural: "Databases", "Entries". */
export function pluralOf(noun: string): string {
  if (!/[aeo]y$/.test(noun) && noun.endsWith('y')) return `${noun.slice(0, -1)}ies`;
  return `${noun}${/(s|x|z|ch|sh)$/.test(noun) ? 'es' : 's'}`;
}

export const withoutPeriod = (text: string): string => text.replace(/[.]$/, '');
