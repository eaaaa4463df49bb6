import { expect, test } from 'vitest';

import { addLabel } from './add-label';

test.each([
  ['Create', 'Database', 'Create database'],
  ['Add', 'Rule', 'Add rule'],
  ['Install', 'ACL rule', 'Add ACL rule'],
])('a package with the verb “%s” and the title “%s” is offered as “%s”', (install, title, label) => {
  expect(addLabel({ verbs: { install, uninstall: 'Remove' }, title })).toBe(label);
});
