import { preconditionMessage } from '@milepost/contract/messages/errors/precondition-errors';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Plan } from '@milepost/contract/plan';
import { LIBRARIES } from '../generated/libraries';
import { compile } from './compile';
import { definePackage } from './define-package';
import { canonicalJson, planHash } from './plan-hash';
import { Secret, secret } from './secret';
import { sh } from './sh';
import type { State } from './state';
import { unsupported } from './supports';
import { factsOf } from './testing/samples';

const state: State = { id: 'one', label: 'One holds', check: sh`true`, apply: sh`touch /one` };
const unchecked: State = {
  id: 'two',
  label: 'Two holds',
  check: null,
  noCheckReason: 'It leaves no trace',
  apply: sh`two`,
};
const transient = { pattern: '503', label: 'the mirror answered 503' };

const definition = definePackage({
  id: 'sample',
  title: 'Sample',
  category: 'test',
  scope: 'server',
  credential: 'root',
  supports: ['debian-12', 'ubuntu-24.04'],
  input: z.object({ second: z.boolean(), password: secret() }),
  install: [
    {
      id: 'first',
      label: 'First',
      ensure: () => [
        { ...state, transient: [transient] },
        { ...unchecked, transient: [transient] },
      ],
    },
    { id: 'second', label: 'Second', credential: 'user', ensure: ({ input }) => (input.second ? state : []) },
    {
      id: 'third',
      label: 'Third',
      ensure: ({ input, facts }) => ({
        ...state,
        apply: sh`echo ${facts.codename}; ${input.password} | consume`,
        verify: sh`verify`,
        capture: sh`capture`,
        undo: sh`undo`,
        idempotent: true,
        destructive: 'All of it.',
      }),
    },
  ],
  uninstall: [{ id: 'gone', label: 'Gone', ensure: () => state }],
  record: ({ input }) => ({ version: sh`version`, configuration: { ...input, nothing: undefined } }),
});

const input = { second: false, password: new Secret('password') };
const facts = factsOf('debian-12');
const plan = compile({ definition, kind: 'install', input, facts });

describe('a plan', () => {
  test('has the milestones that have something to ensure', () => {
    expect(plan.milestones.map(({ id, credential }) => [id, credential])).toEqual([
      ['first', 'root'],
      ['third', 'root'],
    ]);
    const all = compile({ definition, kind: 'install', input: { ...input, second: true }, facts });
    expect(all.milestones.map(({ id, credential }) => [id, credential])).toEqual([
      ['first', 'root'],
      ['second', 'user'],
      ['third', 'root'],
    ]);
  });

  test('a state is verified by its check unless it says otherwise, and may be repeated only if it says so', () => {
    const command = (script: string) => ({ script, secrets: [], display: script });
    expect(plan.milestones[0]).toEqual({
      id: 'first',
      label: 'First',
      credential: 'root',
      transient: [transient],
      states: [
        {
          id: 'one',
          label: 'One holds',
          check: command('true'),
          apply: command('touch /one'),
          verify: command('true'),
          capture: null,
          undo: null,
          idempotent: false,
        },
        {
          id: 'two',
          label: 'Two holds',
          check: null,
          noCheckReason: 'It leaves no trace',
          apply: command('two'),
          verify: null,
          capture: null,
          undo: null,
          idempotent: false,
        },
      ],
    });
  });

  test('names the secrets that a command reads, and asks for them first', () => {
    const third = plan.milestones[1]?.states[0];
    expect(third).toMatchObject({
      idempotent: true,
      destructive: 'All of it.',
      verify: { script: 'verify' },
    });
    expect(third?.apply.secrets).toEqual(['password']);
    expect(third?.apply.display).toBe('echo bookworm; ‹password› | consume');
    expect(third?.apply.script).toBe('mp_need_secrets password\necho bookworm; mp_secret password | consume');
    expect(third?.apply.libraries).toEqual(['secrets']);
  });

  test('holds each library that its commands call once, and names it beside them', () => {
    const said = sh`mp_finding warns ${'x'}`;
    const states = ['a', 'b'].map((id) => ({ ...state, id, preview: said }));
    const ensure = () => states;
    const calling = { ...definition, install: [{ id: 'first', label: 'First', ensure }] };
    const { libraries, milestones } = compile({ definition: calling, kind: 'install', input, facts });
    expect(libraries).toEqual({ findings: LIBRARIES.findings });
    expect(milestones[0]?.states.map(({ check, preview }) => [check?.libraries, preview?.libraries])).toEqual(
      [
        [undefined, ['findings']],
        [undefined, ['findings']],
      ],
    );
    expect(compile({ definition, kind: 'uninstall', input: {}, facts })).not.toHaveProperty('libraries');
  });

  test('records masks for secrets, and nothing for an uninstall', () => {
    expect(plan.record).toEqual({
      configuration: { second: false, password: '‹password›' },
      version: { script: 'version', secrets: [], display: 'version' },
    });
    expect(compile({ definition, kind: 'uninstall', input: {}, facts }).record).toEqual({
      configuration: {},
      version: null,
    });
  });

  test('is refused for an operation that the package does not have', () => {
    expect(() => compile({ definition, kind: 'update', input, facts })).toThrow('Sample has no update.');
  });
});

describe('its hash', () => {
  test('is that of canonical JSON', () => {
    expect(canonicalJson({ b: [2, { z: 1, a: null }], a: 'é', skipped: undefined })).toBe(
      '{"a":"é","b":[2,{"a":null,"z":1}]}',
    );
    expect(planHash({ kind: 'install' } as Plan)).toBe(
      '8080a93d4aedc85cdae4a373da29737146ea0a5a45f552dcef0d6ef19709d18b',
    );
  });

  test('is the same for the same plan, in whatever order its keys are', () => {
    const reordered = Object.fromEntries(Object.entries(plan).reverse()) as unknown as Plan;
    expect(planHash(reordered)).toBe(planHash(plan));
    expect(planHash(compile({ definition, kind: 'install', input, facts }))).toBe(planHash(plan));
  });

  test('is another for another input, server or kind', () => {
    const others = [
      compile({ definition, kind: 'install', input: { ...input, second: true }, facts }),
      compile({ definition, kind: 'install', input, facts: factsOf('ubuntu-24.04') }),
      compile({ definition, kind: 'uninstall', input: {}, facts }),
    ];
    expect(new Set([plan, ...others].map(planHash)).size).toBe(4);
  });
});

test.each([
  ['debian-12', null],
  ['ubuntu-24.04', null],
  [
    'fedora-40',
    'Sample can be installed on Debian 12 and Ubuntu 24.04; this server runs fedora 40 (unknown).',
  ],
  [
    'debian-11',
    'Sample can be installed on Debian 12 and Ubuntu 24.04; this server runs debian 11 (unknown).',
  ],
])('on %s: %s', (system, answer) => {
  const problem = unsupported(definition, factsOf(system));
  expect(problem && preconditionMessage(problem)).toBe(answer);
});

test('without systemd', () => {
  const problem = unsupported(definition, { ...facts, systemd: false });
  expect(problem).toEqual({ code: 'systemd_missing', package: 'Sample' });
});
