const rules = new Intl.PluralRules('en');

/** "1 operation", "3 operations". */
export function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${rules.select(count) === 'one' ? '' : 's'}`;
}
