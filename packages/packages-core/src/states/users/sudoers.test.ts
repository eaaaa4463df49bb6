import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shellWith } from '../../dsl/testing/fake-commands';
import { relocated } from '../../dsl/testing/relocated';
import { runState } from '../../dsl/testing/run-state';
import { modeOf, testFolder } from '../../dsl/testing/test-folder';
import { expectThereAndBack } from '../../dsl/testing/there-and-back';
import { job, jobAbsent } from '../cron';
import { sudoers, sudoersAbsent } from './sudoers';

const folder = testFolder();
const files = async () => (await readdir(folder.home)).filter((name) => name !== 'bin');

async function shell(captured = '') {
  const visudo = { visudo: `grep -q 'ALL=' "$2" || { echo "$2: syntax error"; exit 1; }` };
  const fakes = await shellWith(folder.home, visudo, { captured });
  return relocated(fakes, {
    '/etc/sudoers.d': folder.home,
    '/etc/cron.d': folder.home,
    'root:root': folder.owner,
  });
}

describe('sudoers', () => {
  const RULE = 'deploy ALL=(root) NOPASSWD: /bin/systemctl reload nginx\n';

  test('rules are written with mode 0440, undone, and removed', async () => {
    await expectThereAndBack(sudoers('deploy', RULE), {
      shell,
      between: async () => {
        expect(await readFile(join(folder.home, 'deploy'), 'utf8')).toBe(RULE);
        expect(await modeOf(join(folder.home, 'deploy'))).toBe('440');
      },
    });
    expect(await files()).toEqual([]);
    await runState(sudoers('deploy', RULE), { shell: await shell() }).apply();
    await expectThereAndBack(sudoersAbsent('deploy'), { shell });
  });

  test('what visudo refuses is not written', async () => {
    const refused = await runState(sudoers('deploy', 'nonsense'), { shell: await shell() }).apply();
    expect(refused.exitCode).toBe(4);
    expect(refused.output).toContain('syntax error');
    expect(await files()).toEqual([]);
  });

  test.each(['90-deploy.conf', 'deploy~', '../x', ''])('%j would not be read, or lie elsewhere', (name) => {
    expect(() => sudoers(name, RULE)).toThrow('Not the name of a file of sudo');
  });
});

describe('cron', () => {
  const backup = job('backup', {
    schedule: '*/15 1-5,7 * * mon',
    command: 'date +%F >>/var/log/backup',
    environment: { MAILTO: '' },
  });

  test('a job is written, undone, and removed', async () => {
    await expectThereAndBack(backup, {
      shell,
      between: async () =>
        expect(await readFile(join(folder.home, 'backup'), 'utf8')).toBe(
          'MAILTO=\n*/15 1-5,7 * * mon root date +\\%F >>/var/log/backup\n',
        ),
    });
    await runState(backup, { shell: await shell() }).apply();
    await expectThereAndBack(jobAbsent('backup'), {
      shell,
      between: async () => expect(await files()).toEqual([]),
    });
  });

  test.each(['* * * *', '@never', '* * * * * root', '* * * * *\n* * * * *', '$(id) * * * *'])(
    '%j is no schedule',
    (schedule) => {
      expect(() => job('backup', { schedule, command: 'true' })).toThrow('Not a schedule of cron');
    },
  );

  test('a command is one line, and a name has no dot', () => {
    expect(() => job('backup', { schedule: '@daily', command: 'a\nb' })).toThrow('Not one line');
    expect(() => job('backup.old', { schedule: '@daily', command: 'a' })).toThrow('Not the name of a job');
  });
});
