import type { FormField } from '@milepost/api/package-views';
import { describe, expect, it } from 'vitest';

import { asOffered, initialValues, inputOf, missingFields } from './form-values';

const field = (over: Partial<FormField>): FormField => ({
  name: 'port',
  title: 'Port',
  description: null,
  type: 'number',
  unit: null,
  required: false,
  advanced: false,
  default: null,
  example: null,
  integer: true,
  min: null,
  max: null,
  options: null,
  generate: null,
  ...over,
});

const fields = [
  field({ default: 6379 }),
  field({ name: 'password', title: 'Password', type: 'secret', required: true, generate: { length: 4 } }),
  field({ name: 'keep', title: 'Keep data', type: 'boolean', default: true }),
  field({ name: 'note', title: 'Note', type: 'text' }),
];

describe('initialValues', () => {
  it('opens with defaults and a secret of the asked length', () => {
    expect(initialValues(fields, (length) => 's'.repeat(length))).toEqual({
      port: '6379',
      password: 'ssss',
      keep: true,
      note: '',
    });
  });
});

describe('inputOf', () => {
  it.each([
    [
      { port: '70000', password: 'p', keep: false, note: '' },
      { port: '70000', password: 'p', keep: false },
    ],
    [
      { port: ' 12 ', password: '', keep: true, note: 'x' },
      { port: ' 12 ', keep: true, note: 'x' },
    ],
    [
      { port: 'many', password: 'p' },
      { port: 'many', password: 'p' },
    ],
  ])('%j', (values, input) => {
    expect(inputOf(fields, values)).toEqual(input);
  });
});

describe('missingFields', () => {
  it('names what must be filled in', () => {
    expect(missingFields(fields, { port: '', password: '' })).toEqual(['Password']);
    expect(missingFields(fields, { password: 'x' })).toEqual([]);
  });
});

describe('the form of a package that is installed', () => {
  const secret = field({ name: 'password', type: 'secret', required: true, generate: { length: 24 } });
  const port = field({ name: 'port', type: 'number', default: 6379 });
  const settings = { port: 6400, password: '‹password›', page: 'of another version' };
  const newSecret = (length: number) => 'x'.repeat(length);

  it('begins with its settings, and generates no new secret without being asked', () => {
    const values = initialValues([secret, port], newSecret, { settings, installed: true });
    expect(values).toEqual({ password: '', port: '6400' });
  });

  it('gets a new secret where its install never completed', () => {
    const values = initialValues([secret, port], newSecret, { settings, installed: false });
    expect(values).toEqual({ password: 'x'.repeat(24), port: '6400' });
  });
});

describe('lists, choices and conditional fields', () => {
  const many = [
    field({ name: 'names', type: 'list', default: ['curl', 'xml'] }),
    field({ name: 'parts', type: 'multiselect', default: ['a'] }),
    field({ name: 'tls', type: 'boolean' }),
    field({ name: 'email', title: 'E-mail', type: 'text', required: true, when: { tls: true } }),
  ];
  const secret = () => '';

  it('open with one entry a line, and are sent as lists', () => {
    const values = initialValues(many, secret);
    expect(values).toMatchObject({ names: 'curl\nxml', parts: 'a' });
    expect(inputOf(many, { ...values, names: ' zip \n\nxml' })).toEqual({
      ...{ names: ['zip', 'xml'], parts: ['a'], tls: false },
    });
  });

  it('ask for a field only while the others have the values that it names', () => {
    expect(missingFields(many, { tls: false })).toEqual([]);
    expect(missingFields(many, { tls: true })).toEqual(['E-mail']);
    expect(inputOf(many, { tls: false, email: 'ada@example.com' })).not.toHaveProperty('email');
  });

  it('do not miss a secret that stays as it is', () => {
    expect(missingFields(fields, { port: '1' }, true)).toEqual([]);
  });
});

it('what was chosen on another server is not sent', () => {
  const options = [{ value: '8.4', label: '8.4' }];
  const version = field({ name: 'version', type: 'select', choice: true, options });
  const known = asOffered([version], { version: '8.4', port: '1' });
  expect(known).toEqual({ version: '8.4', port: '1' });
  expect(asOffered([version], { version: '8.2' })).toEqual({ version: '' });
  // The only one there is.
  expect(asOffered([{ ...version, required: true }], { version: '8.2' })).toEqual({ version: '8.4' });
  // Not read yet: it may be there.
  expect(asOffered([{ ...version, options: null }], { version: '8.2' })).toEqual({ version: '8.2' });
});
