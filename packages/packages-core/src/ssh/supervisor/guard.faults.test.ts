import { openLab } from '@milepost/lab/lab';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { GUARDED_FILE, guardedCommand, guardedState, INSTALL_CRON } from '../testing/guarded-command';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access] = inject('labServers');
const server = openLab(inject('lab')).server(1);

describe.each([
  { way: 'by systemd', place: { withoutUnits: false } },
  { way: 'by cron', place: { withoutUnits: true } },
])('a guarded change $way', ({ place }) => {
  const trial = new SshHarness(access!, place);
  beforeAll(async () => {
    if (place.withoutUnits) await trial.read(INSTALL_CRON, { timeoutSeconds: 100 });
  });
  afterAll(() => trial.end());

  test.each([
    { where: 'while it waits', and: ':', until: 'waiting' },
    { where: 'in its apply', and: 'sleep 600', until: 'applying' },
  ])('is undone at the next boot after a loss of power $where', async ({ and, until }) => {
    await trial.read(`echo old >${GUARDED_FILE}`);
    const command = guardedCommand(await trial.spool(), guardedState(500, { and }));
    const running = trial.run(command);
    await waitUntil('the guard is armed', async () => {
      const record = await trial.read(`cat /var/lib/milepost/guards/${command.operation}:step.1 2>&-`);
      return record.startsWith(until) && (await trial.read(`cat ${GUARDED_FILE}`)) === 'new\n';
    });
    await server.kill();
    await server.heal();
    await waitUntil('it is undone', async () => (await trial.read(`cat ${GUARDED_FILE}`)) === 'old\n');
    expect((await running).answer).toMatchObject({ kind: 'lost', state: 1 });
    await waitUntil(
      'nothing of the next boot is left',
      async () =>
        (await trial.read(
          `find /etc/systemd/system /etc/cron.d -name 'milepost-guard-*${command.operation}*'`,
        )) === '',
    );
    await (await trial.host()).close(command.operation, 2);
    expect(await trial.read(`ls /var/lib/milepost/guards`)).not.toContain(command.operation);
  });
});
