import { expect, test } from 'vitest';
import type { FieldProblem } from '../../errors/field-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import {
  FIELD_MESSAGES,
  fieldProblemMessage,
  invalidFieldsMessage,
  namedInAddressMessage,
} from './validation-errors';

const title = 'Port';
const SAMPLES: Samples<FieldProblem> = {
  required: { fields: { title }, shown: [title] },
  wrong_type: { fields: { title, expected: 'int' }, shown: [title, 'a whole number'] },
  too_big: { fields: { title, limit: 65_535, unit: null }, shown: [title, 'at most 65535.'] },
  too_small: { fields: { title, limit: 12, unit: 'characters' }, shown: [title, '12 characters long'] },
  not_one_of: { fields: { title, values: ['a', 'b'] }, shown: [title, 'a, b'] },
  not_multiple_of: { fields: { title, divisor: 4 }, shown: [title, 4] },
  invalid: { fields: { title }, shown: [title] },
  unknown_field: { fields: { name: 'prot' }, shown: ['prot'] },
  unknown_fields: { fields: { count: 12 }, shown: [12] },
  not_an_object: { fields: {} },
  secret_required_again: { fields: { title }, shown: [title] },
  identity_changed: {
    fields: { title: 'Version', package: 'PHP-FPM', verb: 'Install' },
    shown: ['Version cannot be changed. Install another PHP-FPM instead.'],
  },
  not_offered: { fields: { title: 'Version', value: '9.9' }, shown: ['Version', '9.9'] },
  text: { fields: { text: 'A site needs a domain.' }, shown: ['A site needs a domain.'] },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(fieldProblemMessage(problem), shown);
});

test('the one field that is wrong speaks for itself, and several are counted', () => {
  expect(invalidFieldsMessage(['The port is a number.'])).toBe('The port is a number.');
  expect(invalidFieldsMessage(['Missing.', 'Missing.'])).toBe('2 fields need to be corrected.');
});

test.each(Object.entries(FIELD_MESSAGES))('what %s has to be is a sentence', (_field, message) => {
  expectSentence(message, []);
});

test('a value that the address names, too, is shown', () => {
  expectSentence(namedInAddressMessage('port', 2222), ['port 2222']);
  expectSentence(namedInAddressMessage('user', 'ops'), ['the user ops']);
});
