import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePackage } from '../define-package';
import { inputForm, parseInput, restoreInput } from '../input';
import { secret } from '../secret';
import type { Field } from './fields';
import { field } from './fields';

function packageWith(shape: z.core.$ZodLooseShape) {
  return definePackage({
    ...{ id: 'sample', title: 'Sample', category: 'system', description: 'A sample.' },
    input: z.object(shape),
    operations: { install: () => [], uninstall: () => [] },
  });
}

/** What the field makes of a value, or the sentence that it answers. */
function parsed(of: Field<unknown>, value: unknown): unknown {
  const result = parseInput(packageWith({ it: of }), { it: value });
  return result.ok
    ? result.input.it
    : result.issues.map(({ problem }) => fieldProblemMessage(problem)).join(' ');
}

describe('fields take', () => {
  test.each<[string, Field<unknown>, unknown[]]>([
    ['a port', field.port(), [1, 65_535]],
    ['a whole number', field.int({ title: 'N', min: 1, max: 3 }), [1, 3]],
    ['a line', field.line({ title: 'Line' }), ['a b', '“é”', '$x; y']],
    ['an empty line', field.line({ title: 'Line', default: '' }), ['']],
    ['lines', field.lines({ title: 'Lines' }), ['a\n\tb']],
    ['a name', field.name(), ['a', '_a1', 'a'.repeat(32)]],
    ['a user', field.user(), ['www-data']],
    ['a domain', field.domain(), ['example.org', 'a-b.example.co.uk', 'xn--bcher-kva.example']],
    ['an email address', field.email(), ['ada+x@example.com']],
    ['a port or a range', field.ports(), ['443', '6000:6010', '1:65535']],
    ['an address', field.address(), ['any', '192.0.2.1', '10.0.0.0/8', '2001:db8::1', '::/0']],
    ['an address or network', field.network(), ['192.0.2.1', '10.0.0.0/8', '2001:db8::1', '::/0']],
    ['a directory', field.directory(), ['/', '/srv/app', '/srv/.hidden/a.b']],
    ['one of', field.oneOf({ a: 'A', b: 'B' }, { title: 'X' }), ['a', 'b']],
    ['some of', field.someOf({ a: 'A', b: 'B' }, { title: 'X' }), [[], ['a', 'b']]],
    ['a list', field.list(field.name(), { title: 'X' }), [[], ['a', 'b']]],
    ['a group', field.group({ a: field.port() }, { title: 'X' }), [{ a: 1 }]],
    ['a flag', field.flag({ title: 'X' }), [true, false]],
  ])('%s', (_name, of, values) => {
    expect(values.map((value) => parsed(of, value))).toEqual(values);
  });
});

describe('fields refuse', () => {
  test.each<[Field<unknown>, unknown, string]>([
    [field.port(), 65_536, 'Port must be at most 65535.'],
    [field.line({ title: 'Line' }), 'a\nb', 'Line must be one line.'],
    [field.line({ title: 'Line' }), 'a\u0000', 'Line must be one line.'],
    [field.line({ title: 'Line', like: /^x$/, message: 'Line must be x.' }), 'y', 'Line must be x.'],
    [field.lines({ title: 'Lines' }), 'a\u001b[0m', 'Lines may not hold control characters.'],
    ...['Root', '1a', 'a-b', 'a b', '$(id)', 'a\n'].map((value): [Field<unknown>, unknown, string] => [
      field.name(),
      value,
      'Name has lower-case letters, digits and underscores, and begins with a letter.',
    ]),
    ...['localhost', 'a..b', '-a.example', 'a.example;', 'a.example\n', 'http://a.example'].map(
      (value): [Field<unknown>, unknown, string] => [
        field.domain(),
        value,
        'Domain must be a domain name, such as example.org.',
      ],
    ),
    ...['srv', '/srv/', '/srv/..', '/../etc', '/a b', '/a;b', '/a$b', '//a', '/a\n'].map(
      (value): [Field<unknown>, unknown, string] => [
        field.directory(),
        value,
        'Directory must be an absolute path without spaces and without “..”.',
      ],
    ),
    [field.email(), 'ada@', 'Email must be an email address, such as ada@example.com.'],
    ...['10.0.0.1; id', '999.0.0.1', '10.0.0.0/33', '1:2:3', 'any;'].map(
      (value): [Field<unknown>, unknown, string] => [
        field.address(),
        value,
        'Address must be an IP address, a network such as 10.0.0.0/8, or “any”.',
      ],
    ),
    ...['any', '10.0.0.0/33', 'example.org', '10.0.0.1 10.0.0.2'].map(
      (value): [Field<unknown>, unknown, string] => [
        field.network(),
        value,
        'Address must be an IP address, or a network such as 10.0.0.0/8.',
      ],
    ),
    ...['0', '65536', '080', '1-5', '1:2:3', '5:70000', '22 ', '$(id)'].map(
      (value): [Field<unknown>, unknown, string] => [
        field.ports(),
        value,
        'Port must be a number from 1 to 65535, or a range such as 6000:6010.',
      ],
    ),
    [field.ports({ title: 'Ports' }), '10:5', 'Ports ends before it begins: it must be 5:10.'],
    [field.address(), '10.1.2.3/8', 'Address must be written as 10.0.0.0/8.'],
    [field.address({ title: 'Source' }), '2001:DB8::0:1', 'Source must be written as 2001:db8::1.'],
    [field.oneOf({ a: 'A' }, { title: 'X' }), 'b', 'X must be one of a.'],
    [field.someOf({ a: 'A' }, { title: 'X' }), ['b'], 'X must be one of a.'],
    [field.list(field.name(), { title: 'X', max: 1 }), ['a', 'b'], 'X must be at most 1.'],
    [secret({ title: 'Key', format: 'key' }), 'a\u0000', 'Key may not hold control characters.'],
  ])('%# %j', (of, value, sentence) => {
    expect(parsed(of, value)).toBe(sentence);
  });

  test('nothing that is asked for only at times without a default', () => {
    expect(() => field.line({ title: 'Name', when: { named: true } })).toThrow('needs a default');
  });
});

describe('a field that is asked for only at times', () => {
  const sample = packageWith({
    tls: field.flag({ title: 'TLS' }),
    port: field.port({ default: 443, when: { tls: true } }),
  });

  test('counts only then', () => {
    const portOf = (raw: object) => {
      const result = parseInput(sample, raw);
      return result.ok && result.input.port;
    };
    expect([
      portOf({ tls: true, port: 8443 }),
      portOf({ tls: false, port: 8443 }),
      portOf({ port: 1 }),
    ]).toEqual([...[8443, 443, 443]]);
  });

  test('comes back from its stored part', () => {
    const result = parseInput(sample, { port: 1 });
    if (!result.ok) throw new Error('refused');
    expect(restoreInput(sample, result.publicInput)).toEqual({ ok: true, input: { tls: false, port: 443 } });
  });

  test('says so in the form', () => {
    expect(inputForm(sample)[1]).toMatchObject({ name: 'port', when: { tls: true } });
  });
});

test('lists, groups and secrets of several lines are drawn from their description', () => {
  const [some, list, group, key] = inputForm(
    packageWith({
      some: field.someOf({ a: 'Ay', b: 'Be' }, { title: 'Some' }),
      list: field.list(field.domain(), { title: 'List', max: 3 }),
      group: field.group({ port: field.port({ default: 1 }) }, { title: 'Group' }),
      key: secret({ title: 'Key', format: 'key' }),
    }),
  );
  expect(some).toMatchObject({
    ...{ type: 'multiselect', required: false, default: [], max: 2 },
    options: [
      { value: 'a', label: 'Ay' },
      { value: 'b', label: 'Be' },
    ],
  });
  expect(list).toMatchObject({ type: 'list', max: 3, item: { type: 'text', title: 'Domain', max: 253 } });
  expect(group).toMatchObject({ type: 'object', required: true, fields: [{ name: 'port', default: 1 }] });
  expect(key).toMatchObject({ type: 'secret', format: 'key', max: 65_536 });
});
