export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const rules = new Intl.PluralRules('en');

/** The form of a word or a sentence that goes with a count. */
export function plural(count: number, { one, other }: { one: string; other: string }): string {
  return rules.select(count) === 'one' ? one : other;
}

export const withoutPeriod = (text: string): string => text.replace(/[.]$/, '');
