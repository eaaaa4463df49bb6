import { expect, it } from 'vitest';

import { problemsAtFields } from './entry-problems';

const WRONG = 'Settings are lines such as “a = 1”.';

it.each([
  [{ port: 'Port is required.' }, {}, { port: 'Port is required.' }],
  [
    { 'settings.1': WRONG, 'settings.2': WRONG, port: 'Port is required.' },
    { settings: 'a = 1\n\n  b\nc' },
    { settings: `“b”: ${WRONG}`, port: 'Port is required.' },
  ],
  [{ 'settings.0': WRONG }, { settings: 'x'.repeat(90) }, { settings: `“${'x'.repeat(60)}…”: ${WRONG}` }],
  [{ 'settings.4': WRONG }, { settings: 'a' }, { settings: WRONG }],
  [{ settings: 'At most 50.', 'settings.0': WRONG }, { settings: 'a' }, { settings: 'At most 50.' }],
])('the problems %j are at the fields of the form', (problems, values, expected) => {
  expect(problemsAtFields(problems, values)).toEqual(expected);
});
