import { execFile } from 'node:child_process';
import type { PlannedState } from '@milepost/contract/plan';
import type { Host, ReadResult } from '@milepost/packages-core/engine/host';
import { expect, test } from 'vitest';
import { checkState } from './check-state';

const CANARY = "kanarie'password+of/redis";

/** A shell of this machine in place of a server. */
const host = {
  read: (script: string) =>
    new Promise<ReadResult>((resolve) => {
      const shell = execFile('sh', ['-c', script], (_error, stdout, stderr) => {
        resolve({ exitCode: shell.exitCode ?? 0, stdout, stderr });
      });
    }),
} as unknown as Host;

const command = (script: string) => ({ script, secrets: ['password'], shown: '' });
const quoted = `'${CANARY.replaceAll("'", `'\\''`)}'`;
const SAID = `printf '%s ' ${quoted}; printf '%s' ${quoted} | base64 -w0; printf ' %s' ${encodeURIComponent(CANARY).replaceAll("'", "\\'")}`;

const state = (of: object) => ({ id: 's', label: 'A state', ...of }) as unknown as PlannedState;
const looking = {
  secrets: { password: CANARY },
  signal: new AbortController().signal,
  observing: true,
};

test.each([
  ['the error of a check that fails to run', { check: command(`{ ${SAID}; } >&2; exit 2`) }],
  [
    'what a preview finds',
    { check: command('exit 1'), preview: command(`printf 'warns\\t\\t'; ${SAID}; printf '\\n'`) },
  ],
  ['what would be deleted', { check: command('exit 1'), losses: command(SAID) }],
  [
    'what would be changed in a file',
    {
      check: command('exit 1'),
      diff: command(`printf 'diff\\ttext\\t1\\t0\\t0\\t/etc/x\\n+'; ${SAID}; echo`),
    },
  ],
])('a secret is shown in no form by %s', async (_what, of) => {
  const shown = JSON.stringify(await checkState(host, state(of), looking));
  expect(shown).toContain('*****');
  for (const form of [CANARY, Buffer.from(CANARY).toString('base64'), encodeURIComponent(CANARY)])
    expect(shown).not.toContain(form);
});

const DIGEST = 'a'.repeat(64);
const CHANGES = {
  observe: command(`printf 'file\\t${DIGEST}\\t/etc/x\\nnonsense\\n'`),
  diff: command(`printf 'diff\\ttext\\t1\\t0\\t0\\t/etc/x\\n--- /etc/x\\n+++ /etc/x\\n+a\\n'`),
};

test('a state that does not hold says what it would find and change', async () => {
  expect(await checkState(host, state({ check: command('exit 1'), ...CHANGES }), looking)).toEqual({
    ...{ id: 's', is: 'to_do' },
    observations: [{ kind: 'file', path: '/etc/x', found: DIGEST }],
    diff: {
      ...{ path: '/etc/x', is: 'text', added: 1, removed: 0, moreLines: 0 },
      text: '--- /etc/x\n+++ /etc/x\n+a',
    },
  });
});

test.each([
  ['a state that holds', { check: command('exit 0'), ...CHANGES }, looking],
  [
    'a state that nobody looks at',
    { check: command('exit 1'), ...CHANGES },
    { ...looking, observing: false },
  ],
  [
    'a state whose scripts fail',
    { check: command('exit 1'), observe: command('echo a; exit 1'), diff: command('exit 2') },
    looking,
  ],
])('%s has nothing more to say', async (_what, of, context) => {
  const checked = await checkState(host, state(of), context);
  expect(Object.keys(checked).filter((name) => name !== 'unobserved')).toEqual(['id', 'is']);
});

test('a state whose observation fails says so, and one that is not observed does not', async () => {
  const failing = state({ check: command('exit 1'), observe: command('exit 3') });
  expect(await checkState(host, failing, looking)).toMatchObject({ unobserved: true });
  expect(await checkState(host, failing, { ...looking, observing: false })).not.toHaveProperty('unobserved');
});
