import { fieldProblemMessage } from '@milepost/contract/messages/errors/validation-errors';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePackage } from '../define-package';
import { defaultInput } from './default-input';
import { field } from './fields';
import { parseInput, restoreInput } from '../input';
import { Secret, secret } from '../secret';

const PASSWORD = 'correct-horse-battery';

const sample = definePackage({
  ...{ id: 'sample', title: 'Sample', category: 'system', description: 'A sample.' },
  verbs: { install: 'Create', uninstall: 'Drop' },
  instance: { by: ['version'], title: ({ version }) => `Sample ${version}` },
  upgradeInput: ({ size, ...rest }) => ({ ...rest, ...(size !== undefined && { memoryMb: size }) }),
  input: z.object({
    version: field.oneOf({ '1': 'One', '2': 'Two' }, { title: 'Version' }),
    memoryMb: field.int({ title: 'Memory', min: 1, max: 9, default: 5 }),
    password: secret({ min: 16 }),
    token: secret({ title: 'Token' }).optional(),
  }),
  data: { holds: 'What is stored', paths: () => ['/var/lib/sample'], inUse: () => [] },
  operations: {
    install: () => [],
    uninstall: { options: z.object({ keepLogs: field.flag({ title: 'Keep logs' }) }), steps: () => [] },
    rotate: { options: z.object({ password: secret({ min: 16 }) }), steps: () => [] },
  },
});
const stored = { version: '1', memoryMb: 5, password: '‹password›' };

describe('a change', () => {
  test('keeps the secrets that are left out, and takes what identifies the installation from it', () => {
    expect(parseInput(sample, { memoryMb: 6, password: '' }, { stored })).toEqual({
      ok: true,
      input: { version: '1', memoryMb: 6, password: new Secret('password') },
      publicInput: { version: '1', memoryMb: 6, password: '‹password›' },
      secrets: {},
      kept: ['password'],
    });
  });

  test('takes new secrets', () => {
    const changed = parseInput(sample, { password: PASSWORD, token: 'new' }, { stored });
    expect(changed).toMatchObject({ secrets: { password: PASSWORD, token: 'new' }, kept: [] });
  });

  test('asks for a secret of which none is stored', () => {
    const withoutPassword = { ...stored, password: undefined };
    expect(parseInput(sample, {}, { stored: withoutPassword })).toEqual({
      ok: false,
      issues: [{ path: 'password', problem: { code: 'required', title: 'Password' } }],
    });
  });

  test('does not make another installation of it', () => {
    const changed = parseInput(sample, { version: '2' }, { stored });
    expect(changed.ok ? [] : changed.issues.map(({ problem }) => fieldProblemMessage(problem))).toEqual([
      'Version cannot be changed. Create another Sample instead.',
    ]);
  });
});

describe('options of other operations', () => {
  test('have secrets by names of their own', () => {
    const parsed = parseInput(sample, { password: PASSWORD }, 'rotate');
    expect(parsed).toEqual({
      ok: true,
      input: { password: new Secret('options.password') },
      publicInput: { password: '‹options.password›' },
      secrets: { 'options.password': PASSWORD },
      kept: [],
    });
    if (parsed.ok)
      expect(restoreInput(sample, parsed.publicInput, 'rotate')).toEqual({ ok: true, input: parsed.input });
  });

  test('an uninstall asks whether the data goes, too', () => {
    expect(parseInput(sample, {}, 'uninstall')).toMatchObject({
      input: { keepLogs: false, removeData: false },
    });
  });

  test('are asked only of operations that there are', () => {
    expect(() => parseInput(sample, {}, 'dance')).toThrow('Sample has no dance.');
  });
});

test('the input of an earlier definition is brought up to date', () => {
  expect(restoreInput(sample, { version: '1', password: '‹password›', size: 7 })).toMatchObject({
    ok: true,
    input: { memoryMb: 7 },
  });
});

test('an installation of which nothing is stored has its defaults', () => {
  expect(defaultInput(sample)).toEqual({
    ...{ version: undefined, memoryMb: 5, password: new Secret('password'), token: undefined },
  });
});
