import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { describe, expect, test } from 'vitest';
import { parseInput, restoreInput } from './input';
import { Secret } from './secret';
import { samplePackage } from './testing/sample-package';

const PASSWORD = 'correct-horse-battery';

function issues(raw: unknown): Record<string, string> {
  const parsed = parseInput(samplePackage, raw);
  return parsed.ok
    ? {}
    : Object.fromEntries(parsed.issues.map(({ path, problem }) => [path, fieldProblemMessage(problem)]));
}

describe('good input', () => {
  const parsed = parseInput(samplePackage, { name: 'web', password: PASSWORD });

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
      kept: [],
    });
  });

  test('holds the value of a secret nowhere but there', () => {
    expect(JSON.stringify({ ...parsed, secrets: null })).not.toContain(PASSWORD);
  });

  test('comes back from its stored part', () => {
    if (!parsed.ok) throw new Error('refused');
    expect(restoreInput(samplePackage, parsed.publicInput)).toEqual({ ok: true, input: parsed.input });
  });

  test('comes back with an optional secret, and without', () => {
    const both = parseInput(samplePackage, { name: 'web', password: PASSWORD, token: 't' });
    if (!both.ok) throw new Error('refused');
    expect(both.secrets).toEqual({ password: PASSWORD, token: 't' });
    expect(restoreInput(samplePackage, both.publicInput)).toEqual({ ok: true, input: both.input });
  });
});

describe('a number may come as the text that was typed', () => {
  const parsed = (numbers: object) => {
    const result = parseInput(samplePackage, { name: 'web', password: PASSWORD, ...numbers });
    return result.ok
      ? result.publicInput
      : Object.fromEntries(result.issues.map(({ path, problem }) => [path, fieldProblemMessage(problem)]));
  };

  test.each([
    [{ port: ' 443 ' }, { port: 443 }],
    [{ port: '0443' }, { port: 443 }],
    [{ ratio: '\t0.25' }, { ratio: 0.25 }],
    [
      { port: '', ratio: '  ', memory: '' },
      { port: 80, ratio: 0.5, memory: 32 },
    ],
  ])('%j is %j', (numbers, stored) => {
    expect(parsed(numbers)).toMatchObject(stored);
  });

  test.each(['1e3', '0x50', '80.', '8 0', '1,000', 'many', 'Infinity', '--1'])(
    '“%s” is no number',
    (port) => {
      expect(parsed({ port })).toEqual({ port: 'Port must be a number.' });
    },
  );
});

describe('bad input gets one sentence a field', () => {
  const good = { name: 'web', password: PASSWORD };

  test.each([
    { raw: { ...good, port: 70_000 }, says: { port: 'Port must be at most 65535.' } },
    { raw: { ...good, port: 0 }, says: { port: 'Port must be at least 1.' } },
    { raw: { ...good, port: 'x' }, says: { port: 'Port must be a number.' } },
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
    { raw: { ...good, color: 'red' }, says: { color: 'There is no field named “color”.' } },
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
    const sentences = issues(raw);
    expect(Object.keys(sentences)).toHaveLength(9 + 10 + 1);
    expect(sentences['']).toBe('There are 500 unknown fields in all.');
    for (const sentence of Object.values(sentences)) expect(sentence).toMatch(/^[A-Z“].*\.$/);
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

  test('a stored input that no longer fits is reported, not thrown', () => {
    expect(restoreInput(samplePackage, { name: 'web', password: 'a real value' })).toEqual({
      ok: false,
      issues: [{ path: 'password', problem: { code: 'secret_required_again', title: 'Password' } }],
    });
  });
});

const manyUnknown = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`unknown${i}`, i]));
