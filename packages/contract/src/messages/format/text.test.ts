import { expect, test } from 'vitest';
import { pluralOf, withinSentence } from './text';

test.each([
  ['Database', 'database'],
  ['Authorized key', 'authorized key'],
  ['ACL rule', 'ACL rule'],
])('%s stands within a sentence as “%s”', (noun, shown) => {
  expect(withinSentence(noun)).toBe(shown);
});

test.each([
  ['Database', 'Databases'],
  ['Authorized key', 'Authorized keys'],
  ['Entry', 'Entries'],
  ['Address', 'Addresses'],
  ['Mailbox', 'Mailboxes'],
])('Several of %s are %s', (noun, several) => {
  expect(pluralOf(noun)).toBe(several);
});
