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
const looking = { secrets: { password: CANARY }, signal: new AbortController().signal };

test.each([
  ['the error of a check that fails to run', { check: command(`{ ${SAID}; } >&2; exit 2`) }],
  [
    'what a preview finds',
    { check: command('exit 1'), preview: command(`printf 'warns\\t\\t'; ${SAID}; printf '\\n'`) },
  ],
  ['what would be deleted', { check: command('exit 1'), losses: command(SAID) }],
])('a secret is shown in no form by %s', async (_what, of) => {
  const shown = JSON.stringify(await checkState(host, state(of), looking));
  expect(shown).toContain('*****');
  for (const form of [CANARY, Buffer.from(CANARY).toString('base64'), encodeURIComponent(CANARY)])
    expect(shown).not.toContain(form);
});
