import { describe, expect, test } from 'vitest';
import { Redactor } from './redactor';

const SECRET = 'correct-horse-battery';

/** As it comes out when it goes in in pieces of these lengths, the last one repeated. */
function redact(text: string, { secrets = [SECRET], pieces = [text.length || 1], skip = 0 } = {}): string {
  const redactor = new Redactor(secrets, skip);
  const bytes = Buffer.from(text);
  const out: Buffer[] = [];
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const length = pieces[Math.min(n, pieces.length - 1)] ?? 1;
    out.push(redactor.push(bytes.subarray(at, at + length)));
    at += length;
  }
  return Buffer.concat([...out, redactor.end()]).toString();
}

const masked = '*'.repeat(SECRET.length);

describe('a secret in output', () => {
  test.each([
    { what: 'alone', text: SECRET, shown: masked },
    { what: 'between others', text: `a ${SECRET} b ${SECRET}`, shown: `a ${masked} b ${masked}` },
    { what: 'twice without a gap', text: SECRET + SECRET, shown: masked + masked },
    { what: 'begun and not ended', text: `x ${SECRET.slice(0, -1)}`, shown: `x ${SECRET.slice(0, -1)}` },
    { what: 'begun again within itself', text: 'aabaabaa!', secrets: ['aabaa'], shown: '********!' },
    { what: 'of one kind of byte', text: 'xaaaaax', secrets: ['aaa'], shown: 'x*****x' },
    {
      what: 'in letters of several bytes',
      text: 'a пароль b',
      secrets: ['пароль'],
      shown: `a ${'*'.repeat(12)} b`,
    },
    { what: 'that is empty', text: 'all of it', secrets: [''], shown: 'all of it' },
    {
      what: 'as JSON',
      text: String.raw`{"p":"say \"hi\""}`,
      secrets: ['say "hi"'],
      shown: `{"p":"${'*'.repeat(10)}"}`,
    },
    {
      what: 'in an address',
      text: 'x://u:a%2Fb%3Fc%26@h',
      secrets: ['a/b?c&'],
      shown: `x://u:${'*'.repeat(12)}@h`,
    },
    {
      what: 'quoted by a shell',
      text: `'it'\\''s long'`,
      secrets: ["it's long"],
      shown: `'${'*'.repeat(12)}'`,
    },
    {
      what: 'of several lines, one at a time',
      text: '1: BEGIN KEY\n2: AbCdEfGh\n',
      secrets: ['BEGIN KEY\nAbCdEfGh\nEND'],
      shown: '1: *********\n2: ********\n',
    },
  ])('$what', ({ text, secrets, shown }) => {
    expect(redact(text, { secrets })).toBe(shown);
    expect(redact(text, { secrets, pieces: [1] })).toBe(shown);
  });

  test.each([0, 1, 2, 3, 4, 5])(
    'shows nothing of itself in base64, %i bytes into something longer',
    (before) => {
      for (const after of [0, 1, 2, 3]) {
        for (const encoding of ['base64', 'base64url'] as const) {
          const encoded = Buffer.from('p'.repeat(before) + SECRET + 's'.repeat(after)).toString(encoding);
          const shown = redact(encoded);
          expect(shown).toHaveLength(encoded.length);
          const clear = shown.replaceAll('*', '');
          // Besides its neighbors' letters: one on each side that is partly its own.
          expect(clear.length).toBeLessThanOrEqual(Math.ceil(((before + after) * 4) / 3) + 6);
          expect(shown).toMatch(/\*{26,}/);
        }
      }
    },
  );
});

describe('what comes out', () => {
  const story = `one ${SECRET} two ${SECRET.slice(0, 9)} three ${SECRET}${SECRET} ${Buffer.from(SECRET).toString('base64')} end ${SECRET.slice(0, 5)}`;

  test('does not depend on how it was cut', () => {
    const whole = redact(story);
    for (let length = 1; length < 60; length++) expect(redact(story, { pieces: [length] })).toBe(whole);
    for (let first = 1; first < story.length; first++)
      expect(redact(story, { pieces: [first, 7] })).toBe(whole);
  });

  test('goes on after any byte, when it sees a little of what was before', () => {
    const whole = redact(story);
    const { context } = new Redactor([SECRET]);
    for (let offset = 0; offset <= story.length; offset++) {
      const from = Math.max(0, offset - context);
      expect(redact(story.slice(from), { skip: offset - from, pieces: [3] })).toBe(whole.slice(offset));
    }
  });

  test('comes at once when it cannot be the beginning of a secret', () => {
    const redactor = new Redactor([SECRET]);
    expect(redactor.push(Buffer.from('a long line, and then')).toString()).toBe('a long line, and then');
    expect(redactor.push(Buffer.from(' correct-')).toString()).toBe(' ');
    expect(redactor.push(Buffer.from('ion')).toString()).toBe('correct-ion');
  });

  test('is held in bounded memory', () => {
    const redactor = new Redactor(['a'.repeat(50)]);
    let length = 0;
    for (let i = 0; i < 200; i++) length += redactor.push(Buffer.alloc(1000, 'a')).length;
    expect(200_000 - length).toBeLessThan(100);
  });

  test('is what came in, in its own memory, when there is no secret', () => {
    const chunk = Buffer.from('nothing to hide');
    const redactor = new Redactor([], 3);
    const shown = redactor.push(chunk);
    expect(shown.toString()).toBe('hing to hide');
    expect(shown.buffer).toBe(chunk.buffer);
    expect(redact('nothing to hide', { secrets: [], skip: 8, pieces: [3] })).toBe('to hide');
    expect(redactor.end()).toHaveLength(0);
  });

  test('does not change any more: what is let through is not masked by what comes later', () => {
    const chunk = Buffer.from(`a ${SECRET.slice(0, 9)}`);
    const redactor = new Redactor([SECRET]);
    const first = redactor.push(chunk);
    const rest = redactor.push(Buffer.from(`${SECRET.slice(9)} b`));
    expect([first.toString(), rest.toString()]).toEqual(['a ', `${masked} b`]);
    expect(chunk.toString()).toBe(`a ${SECRET.slice(0, 9)}`);
  });
});
