import { preconditionMessage } from '@milepost/contract/messages/errors/precondition-errors';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Plan } from '@milepost/contract/plan';
import { parseFindings } from '@milepost/contract/finding';
import { LIBRARIES } from '../generated/libraries';
import { assertion } from '../states/assertion';
import { compile } from './compile';
import type { CompileRequest } from './compile';
import { definePackage } from './define-package';
import { fact } from './facts/fact';
import { parse } from './facts/parse';
import { tcp } from './package/listen';
import { canonicalJson, planHash } from './plan-hash';
import { Secret, secret } from './secret';
import { sh } from './sh';
import type { State } from './state';
import { step } from './steps/step';
import type { Step } from './steps/step';
import { unsupported } from './supports';
import { localShell } from './testing/local-shell';
import { factsOf } from './conformance/samples';

const state: State = {
  ...{ id: 'one', label: 'One holds', check: sh`true`, apply: sh`touch /one` },
  ...{ noUndoReason: 'It is one.', notIdempotentReason: 'It counts.' },
};
const unchecked: State = {
  id: 'two',
  label: 'Two holds',
  check: null,
  noCheckReason: 'It leaves no trace',
  apply: sh`two`,
  noUndoReason: 'It is two.',
  notIdempotentReason: 'It counts.',
};
const transient = { pattern: '503', label: 'the mirror answered 503' };
const supports = ['debian-12', 'ubuntu-24.04'];

const definition = definePackage({
  ...{ id: 'sample', title: 'Sample', category: 'system', description: 'A sample.', supports },
  input: z.object({ second: z.boolean(), password: secret() }),
  version: fact(sh`version`, parse.line),
  operations: {
    install: ({ input, server, installed }) => [
      step.apply('first', { ...state, transient: [transient] }, { ...unchecked, transient: [transient] }),
      input.second && step.run('second', state),
      installed && step.build('change', state),
      step.create('third', {
        ...{ id: 'one', label: 'One holds', check: sh`true` },
        apply: sh`echo ${server.codename}; ${input.password} | consume`,
        verify: sh`verify`,
        capture: sh`capture`,
        undo: sh`undo`,
        idempotent: true,
        destructive: 'All of it.',
      }),
    ],
    uninstall: () => [step.cleanUp(state)],
    move_away: {
      does: 'Move it away',
      options: z.object({ to: z.string(), password: secret() }),
      sets: ({ options }) => ({ password: options.password }),
      steps: ({ options }) => [
        step.run(options.to, { ...state, apply: sh`${options.password} | consume ${options.to}` }),
      ],
    },
  },
});

const input = { second: false, password: new Secret('password') };
const server = factsOf('debian-12');
const compiled = (operation: string, more: Partial<CompileRequest> = {}) =>
  compile({ definition, operation, input, server, ...more });
const plan = compiled('install');

describe('a plan', () => {
  test('has the steps that have something to do', () => {
    const ids = (more: Partial<CompileRequest>) =>
      compiled('install', more).milestones.map(({ id, label, action }) => [id, label, action]);
    const first = ['apply', 'Applying first', 'Apply first'];
    const third = ['create', 'Creating third', 'Create third'];
    expect(ids({})).toEqual([first, third]);
    expect(ids({ input: { ...input, second: true } })).toEqual([
      first,
      ['run', 'Running second', 'Run second'],
      third,
    ]);
    expect(ids({ installed: { input, version: '1' } })).toEqual([
      first,
      ['build', 'Building change', 'Build change'],
      third,
    ]);
  });

  test('a state is verified by its check unless it says otherwise, and may be repeated only if it says so', () => {
    const command = (script: string) => ({ script, secrets: [], display: script });
    expect(plan.milestones[0]).toEqual({
      id: 'apply',
      label: 'Applying first',
      action: 'Apply first',
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
          noUndoReason: 'It is one.',
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
          noUndoReason: 'It is two.',
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
    const { libraries, milestones } = compile({
      ...{ definition: sampleWith(step.apply('it', states)), operation: 'install', input: {}, server },
    });
    expect(libraries).toEqual({ findings: LIBRARIES.findings });
    expect(milestones[0]?.states.map(({ check, preview }) => [check?.libraries, preview?.libraries])).toEqual(
      [
        [undefined, ['findings']],
        [undefined, ['findings']],
      ],
    );
    expect(compiled('uninstall')).not.toHaveProperty('libraries');
  });

  test('records masks for secrets, and nothing for an uninstall', () => {
    expect(plan.record).toEqual({
      configuration: { second: false, password: '‹password›' },
      version: { script: 'version', secrets: [], display: 'version' },
    });
    expect(compiled('uninstall').record).toEqual({
      configuration: {},
      version: null,
    });
  });

  test('is refused for an operation that the package does not have', () => {
    expect(() => compiled('update')).toThrow('Sample has no update.');
    expect(() => compiled('constructor')).toThrow('Sample has no constructor.');
  });

  test('an own operation has its options, and records what it sets', () => {
    const options = { to: 'there', password: new Secret('options.password') };
    const own = compiled('move_away', { options });
    expect(own).toMatchObject({ title: 'Sample: move it away', kind: 'move_away' });
    expect(own.milestones[0]).toMatchObject({
      label: 'Running there',
      states: [
        {
          apply: { script: expect.stringContaining('mp_secret options.password | consume there') as string },
        },
      ],
    });
    expect(own.record.configuration).toEqual({ second: false, password: '‹password›' });
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
    expect(planHash(compiled('install'))).toBe(planHash(plan));
  });

  test('is another for another input, server or kind', () => {
    const others = [
      compiled('install', { input: { ...input, second: true } }),
      compiled('install', { server: factsOf('ubuntu-24.04') }),
      compiled('uninstall'),
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
  const problem = unsupported(definition, { ...server, systemd: false });
  expect(problem).toEqual({ code: 'systemd_missing', package: 'Sample' });
});

function sampleWith(...steps: Step[]) {
  return definePackage({
    ...{ id: 'sample', title: 'Sample', category: 'system', description: 'A sample.' },
    input: z.object({}),
    operations: { install: () => steps, uninstall: () => [] },
  });
}

describe('the check of the system', () => {
  const asserted = (id: string) => assertion({ id, label: id, check: sh`true`, onFailure: sh`echo no` });
  const definition = definePackage({
    ...{ id: 'sample', title: 'Sample', category: 'system', description: 'A sample.' },
    input: z.object({ port: z.int(), full: z.boolean() }),
    listens: ({ port }) => [tcp(port, { on: 'loopback' })],
    refuse: ({ input }) => [input.full && 'It’s full.'],
    operations: {
      install: () => [
        step.apply('it', { ...state, precedingAssertion: asserted('after') }),
        step.checkSystem(asserted('own'), asserted('after')),
      ],
      uninstall: () => [step.cleanUp(state)],
    },
  });
  const checks = (operation: string, full: boolean) => {
    const { milestones } = compile({ definition, operation, input: { port: 80, full }, server });
    return milestones.map(({ id, states }) => [id, states.map((each) => each.id)]);
  };

  test('comes first, with the ports, what steps ask for and what their states need, each once', () => {
    expect(checks('install', false)).toEqual([
      ['check_system', ['port_80_free', 'own', 'after']],
      ['apply', ['one']],
    ]);
  });

  test('is left out where there is nothing to check', () => {
    expect(checks('uninstall', false)).toEqual([['clean_up', ['one']]]);
  });

  test('fails with the sentence of what makes it impossible', async () => {
    expect(checks('uninstall', true)[0]).toEqual(['check_system', ['possible_1']]);
    const { milestones } = compile({
      definition,
      operation: 'uninstall',
      input: { port: 80, full: true },
      server,
    });
    const [refused] = milestones[0]?.states ?? [];
    expect(refused?.label).toBe('Not possible: It’s full');
    expect(await localShell()(refused?.apply.script ?? '', {})).toEqual({
      exitCode: 5,
      output: 'It’s full.\n',
    });
    const { output } = await localShell()(refused?.preview?.script ?? '', {});
    expect(parseFindings(output)).toMatchObject([{ kind: 'blocked', sentence: 'It’s full.' }]);
  });
});
