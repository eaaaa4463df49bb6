import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePackage } from './define-package';
import { inputForm, parseInput, restoreInput } from './input';
import { Secret, secret } from './secret';

const definition = definePackage({
  id: 'sample',
  title: 'Sample',
  category: 'test',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12'],
  input: z.object({
    port: z.int().min(1).max(65_535).default(80).meta({ title: 'Port', description: 'TCP.' }),
    ratio: z.number().min(0).max(1).default(0.5).meta({ title: 'Ratio', advanced: true }),
    name: z.string().min(2).max(8).meta({ title: 'Name', example: 'web' }),
    text: z.string().max(100).optional().meta({ title: 'Text', multiline: true }),
    tls: z.boolean().default(false).meta({ title: 'TLS' }),
    mode: z
      .enum(['fast', 'safe'])
      .default('safe')
      .meta({ title: 'Mode', options: { fast: 'Fast one' } }),
    password: secret({ min: 16, generate: { length: 32 } }),
    token: secret({ label: 'Token' }).optional(),
    memory: z.int().min(16).max(64).meta({ title: 'Memory', unit: 'MB' }).default(32),
  }),
  install: [],
  uninstall: [],
  record: () => ({ version: null, configuration: {} }),
});

const PASSWORD = 'correct-horse-battery';

function issues(raw: unknown): Record<string, string> {
  const parsed = parseInput(definition, raw);
  return parsed.ok ? {} : Object.fromEntries(parsed.issues.map(({ path, message }) => [path, message]));
}

describe('a form', () => {
  const rest = {
    description: null,
    unit: null,
    advanced: false,
    options: null,
    generate: null,
    example: null,
  };

  test('has a field for each of the input, in order, as JSON', () => {
    const form = inputForm(definition);
    expect(JSON.parse(JSON.stringify(form))).toEqual([
      {
        ...rest,
        name: 'port',
        title: 'Port',
        description: 'TCP.',
        type: 'number',
        required: false,
        default: 80,
        min: 1,
        max: 65_535,
      },
      {
        ...rest,
        name: 'ratio',
        title: 'Ratio',
        type: 'number',
        required: false,
        advanced: true,
        default: 0.5,
        min: 0,
        max: 1,
      },
      {
        ...rest,
        name: 'name',
        title: 'Name',
        type: 'text',
        required: true,
        default: null,
        min: 2,
        max: 8,
        example: 'web',
      },
      {
        ...rest,
        name: 'text',
        title: 'Text',
        type: 'textarea',
        required: false,
        default: null,
        min: null,
        max: 100,
      },
      {
        ...rest,
        name: 'tls',
        title: 'TLS',
        type: 'boolean',
        required: false,
        default: false,
        min: null,
        max: null,
      },
      {
        ...rest,
        name: 'mode',
        title: 'Mode',
        type: 'select',
        required: false,
        default: 'safe',
        min: null,
        max: null,
        options: [
          { value: 'fast', label: 'Fast one' },
          { value: 'safe', label: 'safe' },
        ],
      },
      {
        ...rest,
        name: 'password',
        title: 'Password',
        type: 'secret',
        required: true,
        default: null,
        min: 16,
        max: 256,
        generate: { length: 32 },
      },
      {
        ...rest,
        name: 'token',
        title: 'Token',
        type: 'secret',
        required: false,
        default: null,
        min: 1,
        max: 256,
      },
      {
        ...rest,
        name: 'memory',
        title: 'Memory',
        type: 'number',
        required: false,
        unit: 'MB',
        default: 32,
        min: 16,
        max: 64,
      },
    ]);
  });

  test('of an uninstall that asks nothing is empty', () => {
    expect(inputForm(definition, 'uninstall')).toEqual([]);
  });

  test('cannot hold what no field can', () => {
    const union = { ...definition, input: z.object({ a: z.union([z.string(), z.number()]) }) };
    expect(() => inputForm(union)).toThrow('No form field can hold a');
  });
});

describe('good input', () => {
  const parsed = parseInput(definition, { name: 'web', password: PASSWORD });

  test('gets its defaults, a reference for each secret, and the values apart', () => {
    expect(parsed).toEqual({
      ok: true,
      input: {
        port: 80,
        ratio: 0.5,
        name: 'web',
        tls: false,
        mode: 'safe',
        memory: 32,
        password: new Secret('password'),
      },
      publicInput: {
        port: 80,
        ratio: 0.5,
        name: 'web',
        tls: false,
        mode: 'safe',
        memory: 32,
        password: '‹password›',
      },
      secrets: { password: PASSWORD },
    });
  });

  test('holds the value of a secret nowhere but there', () => {
    expect(JSON.stringify({ ...parsed, secrets: null })).not.toContain(PASSWORD);
  });

  test('comes back from its stored part', () => {
    if (!parsed.ok) throw new Error('refused');
    expect(restoreInput(definition, parsed.publicInput)).toEqual({ ok: true, input: parsed.input });
  });

  test('comes back with an optional secret, and without', () => {
    const both = parseInput(definition, { name: 'web', password: PASSWORD, token: 't' });
    if (!both.ok) throw new Error('refused');
    expect(both.secrets).toEqual({ password: PASSWORD, token: 't' });
    expect(restoreInput(definition, both.publicInput)).toEqual({ ok: true, input: both.input });
  });
});

describe('bad input gets one sentence a field', () => {
  const good = { name: 'web', password: PASSWORD };

  test.each([
    { raw: { ...good, port: 70_000 }, says: { port: 'Port must be at most 65535.' } },
    { raw: { ...good, port: 0 }, says: { port: 'Port must be at least 1.' } },
    { raw: { ...good, port: '80' }, says: { port: 'Port must be a number.' } },
    { raw: { ...good, port: 8.5 }, says: { port: 'Port must be a whole number.' } },
    { raw: { ...good, port: NaN }, says: { port: 'Port must be a number.' } },
    { raw: { ...good, port: null }, says: { port: 'Port must be a number.' } },
    { raw: { ...good, name: '' }, says: { name: 'Name is required.' } },
    { raw: { ...good, name: 'x' }, says: { name: 'Name must be at least 2 characters long.' } },
    { raw: { ...good, name: 'much too long' }, says: { name: 'Name must be at most 8 characters long.' } },
    { raw: { ...good, name: 7 }, says: { name: 'Name must be a text.' } },
    { raw: { ...good, tls: 'yes' }, says: { tls: 'TLS must be yes or no.' } },
    { raw: { ...good, mode: 'slow' }, says: { mode: 'Mode must be one of fast, safe.' } },
    { raw: { ...good, memory: 65 }, says: { memory: 'Memory must be at most 64.' } },
    { raw: { name: 'web' }, says: { password: 'Password is required.' } },
    {
      raw: { ...good, password: 'short' },
      says: { password: 'Password must be at least 16 characters long.' },
    },
    {
      raw: { ...good, password: 'with a space and more' },
      says: { password: 'Password may hold letters, digits and punctuation, but no spaces.' },
    },
    { raw: { ...good, token: 5 }, says: { token: 'Token must be a text.' } },
    { raw: { ...good, colour: 'red' }, says: { colour: 'There is no field named “colour”.' } },
  ])('$says', ({ raw, says }) => {
    expect(issues(raw)).toEqual(says);
  });

  test.each([undefined, null, 7, 'text', [], [1], true, Symbol('s'), () => 1, 10n])(
    '%s is no form',
    (raw) => {
      expect(issues(raw)).toEqual({ '': 'The form must be an object of fields.' });
    },
  );

  test('a full form of rubbish', () => {
    const raw = {
      port: {},
      ratio: [],
      name: {},
      text: 5,
      tls: 'x',
      mode: {},
      password: [],
      token: {},
      memory: 'x',
      ...manyUnknown,
    };
    const told = issues(raw);
    expect(Object.keys(told)).toHaveLength(9 + 10 + 1);
    expect(told['']).toBe('There are 500 unknown fields in all.');
    for (const sentence of Object.values(told)) expect(sentence).toMatch(/^[A-Z“].*\.$/);
  });

  test('a name of rubbish is shortened and made printable', () => {
    expect(Object.keys(issues({ ...good, ['\u0000<b>' + 'x'.repeat(1000)]: 1 }))[0]).toHaveLength(41);
  });

  test('what every object has is not a field', () => {
    expect(issues({ ...good, constructor: 1 })).toEqual({
      constructor: 'There is no field named “constructor”.',
    });
  });

  test('a prototype is not a field', () => {
    expect(
      issues(JSON.parse('{"name":"web","password":"correct-horse-battery","__proto__":{"port":1}}')),
    ).toEqual({
      ['__proto__']: 'There is no field named “__proto__”.',
    });
  });

  test('a stored input that no longer fits is told, not thrown', () => {
    expect(restoreInput(definition, { name: 'web', password: 'a real value' })).toEqual({
      ok: false,
      issues: [{ path: 'password', message: 'Password has to be given again.' }],
    });
  });
});

const manyUnknown = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`unknown${i}`, i]));
