import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { ConfirmChange } from '../../engine/confirm-changes';
import type { DurableCommand, SpoolState } from '../../engine/host';
import { state } from '../testing/commands';
import { GUARDED_FILE, guardedCommand, guardedState, INSTALL_CRON } from '../testing/guarded-command';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access] = inject('labServers');
const ways = [
  { way: 'by systemd', place: { withoutUnits: false } },
  { way: 'with setsid', place: { withoutUnits: true } },
];
const UNDONE = { kind: 'failed', state: 1, phase: 'confirm', exitCode: 1 };

describe.each(ways)('a guarded change $way', ({ place }) => {
  const trial = new SshHarness(access!, place);
  let spool: SpoolState;
  beforeAll(async () => {
    await trial.spool();
    if (place.withoutUnits) await trial.read(INSTALL_CRON, { timeoutSeconds: 100 });
  });
  beforeEach(async () => {
    await trial.read(`echo old >${GUARDED_FILE}`);
    spool = await trial.spool();
  });
  afterAll(() => trial.end());

  /** Over a connection of its own, as the worker. */
  const confirm: ConfirmChange = async (ref, guarded) => (await trial.host()).confirm(ref, guarded);
  const file = async () => (await trial.read(`cat ${GUARDED_FILE}`)).trim();
  /** What the guards of a command keep on the server. */
  const traces = async ({ operation }: DurableCommand) => {
    const found = await trial.read(`
      find /var/lib/milepost/guards ! -name lock ! -name guards -printf '%f\\n' 2>&-
      find /etc/systemd/system /etc/cron.d -name 'milepost-*' 2>&-
      systemctl list-units --all --plain --no-legend 'milepost-guard-*' 2>&- | cut -d' ' -f1`);
    return found.split('\n').filter((line) => line.includes(operation));
  };
  const waiting = (command: DurableCommand) =>
    waitUntil('it waits to be confirmed', async () =>
      (await trial.read(`cat /var/lib/milepost/guards/${command.operation}:step.1 2>&-`)).startsWith(
        'waiting',
      ),
    );
  /** The timer's process may take a moment to end. */
  const noTraces = async (command: DurableCommand) =>
    waitUntil('nothing is left', async () => (await traces(command)).length === 0);
  const killExecutor = (command: DurableCommand) =>
    trial.read(`pkill -9 -f "^/bin/sh [^ ]* run .* ${command.operation} "`);

  test.runIf(place.withoutUnits)('is not begun where nothing could undo it after a reboot', async () => {
    const command = guardedCommand(spool, guardedState(30));
    await trial.read('mv /etc/cron.d /etc/cron.d.away');
    const { answer, output } = await trial.run(command, { confirm });
    await trial.read('mv /etc/cron.d.away /etc/cron.d');
    expect(answer).toEqual({ kind: 'failed', state: 1, phase: 'capture', exitCode: 1 });
    expect(output.toString()).toContain('neither systemd nor cron');
    expect(await file()).toBe('old');
    await noTraces(command);
  });

  test('stays once it is confirmed, and leaves nothing behind', async () => {
    const command = guardedCommand(spool, guardedState(30));
    const outcome = await trial.run(
      { ...command, states: [...command.states, state('echo next')] },
      { confirm },
    );
    expect(outcome.answer).toEqual({ kind: 'done', applied: 2 });
    expect(outcome.marks.map(({ phase }) => phase)).toEqual([
      ...['check', 'capture', 'apply', 'verify', 'confirm'],
      'apply',
    ]);
    expect(await file()).toBe('new');
    await noTraces(command);
  });

  test('asks nobody where it holds already', async () => {
    await trial.read(`echo new >${GUARDED_FILE}`);
    const outcome = await trial.run(guardedCommand(spool, guardedState(30)));
    expect(outcome).toMatchObject({ answer: { kind: 'done', applied: 0 }, claims: [] });
  });

  test('is undone where the server takes no new connection, although the one that stands lives', async () => {
    const shut = { and: 'systemctl stop ssh.socket ssh 2>&-', undo: 'systemctl start ssh' };
    const command = guardedCommand(spool, guardedState(4, shut));
    const outcome = await trial.run(command, { confirm });
    expect(outcome.answer).toEqual(UNDONE);
    expect(outcome.link.filter(({ kind }) => kind === 'down')).toEqual([]);
    expect(outcome.output.toString()).toContain('undoing\n');
    expect(await file()).toBe('old');
    await noTraces(command);
    // A retry applies it again.
    const again = { ...command, key: 'step.again', states: [guardedState(20)] };
    expect((await trial.run(again, { confirm })).answer).toEqual({ kind: 'done', applied: 1 });
    expect(await file()).toBe('new');
    await noTraces(command);
  });

  test('is undone without a worker, and a confirmation that comes too late changes nothing', async () => {
    const command = guardedCommand(spool, guardedState(3));
    const nobody = new SshHarness(access!, place);
    nobody.run(command).catch(() => undefined);
    await waiting(command);
    nobody.end();
    await waitUntil('it is undone', async () => (await file()) === 'old');
    expect(await confirm(command, { state: 1, fence: 1 }, trial.signal)).toBe('not_waiting');
    const resume = { claimed: true, offset: 0, marks: 0 };
    expect((await trial.run(command, { resume, confirm })).answer).toEqual(UNDONE);
  });

  test('is confirmed by a worker that comes later and has its marks already', async () => {
    const command = guardedCommand(spool, guardedState(30));
    const first = new SshHarness(access!, place);
    first.run(command).catch(() => undefined);
    await waiting(command);
    first.end();
    const resume = { claimed: true, offset: 0, marks: 5 };
    expect((await trial.run(command, { resume, confirm })).answer).toEqual({ kind: 'done', applied: 1 });
    expect(await file()).toBe('new');
    await noTraces(command);
  });

  test('has exactly one end where the confirmation and the deadline meet', async () => {
    const ends = new Set<string>();
    for (const delayMs of [1500, 1800, 1900, 2000, 2100, 2400]) {
      await trial.read(`echo old >${GUARDED_FILE}`);
      const host = await trial.host();
      const late: ConfirmChange = async (ref, guarded) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return host.confirm(ref, guarded);
      };
      const command = guardedCommand(await trial.spool(), guardedState(2));
      const { answer } = await trial.run(command, { confirm: late });
      expect([answer.kind, await file()]).toEqual(
        answer.kind === 'done' ? ['done', 'new'] : ['failed', 'old'],
      );
      await noTraces(command);
      ends.add(answer.kind);
    }
    expect(ends.size).toBeGreaterThan(0);
  });

  test('is undone by the timer where its executor died, and the next attempt learns of it', async () => {
    const command = guardedCommand(spool, guardedState(4));
    const running = trial.run(command);
    await waiting(command);
    await killExecutor(command);
    expect((await running).answer).toMatchObject({ kind: 'lost', state: 1, phase: 'confirm' });
    await waitUntil('the timer undoes it', async () => (await file()) === 'old');
    const next = { ...command, key: 'step.next', states: [guardedState(20)] };
    expect((await trial.run(next, { confirm })).answer).toEqual(UNDONE);
    expect((await trial.run({ ...next, key: 'step.third' }, { confirm })).answer).toEqual({
      kind: 'done',
      applied: 1,
    });
    expect(await file()).toBe('new');
    await noTraces(command);
  });

  test('begins anew where its executor died and the next attempt comes in time', async () => {
    const command = guardedCommand(spool, guardedState(60));
    const running = trial.run(command);
    await waiting(command);
    await killExecutor(command);
    await running;
    const next = await trial.run({ ...command, key: 'step.next' }, { confirm });
    expect(next.answer).toEqual({ kind: 'done', applied: 1 });
    expect(next.marks.map(({ phase }) => phase)).toContain('apply');
    expect(await file()).toBe('new');
    await noTraces(command);
  });

  test('is undone where its apply takes longer than it may', async () => {
    const command = guardedCommand(spool, guardedState(2, { and: 'sleep 3456' }));
    expect((await trial.run(command, { confirm })).answer).toMatchObject({ kind: 'lost', phase: 'apply' });
    await waitUntil('the timer undoes it', async () => (await file()) === 'old');
    expect(await trial.read('pgrep -x sleep -a | grep 3456')).toBe('');
  });

  test('is undone at once where its apply fails', async () => {
    const command = guardedCommand(spool, guardedState(60, { and: 'exit 7' }));
    const outcome = await trial.run(command, { confirm });
    expect(outcome.answer).toEqual({ kind: 'failed', state: 1, phase: 'apply', exitCode: 7 });
    expect(await file()).toBe('old');
    await noTraces(command);
  });

  test('a failed undo is told, tried again, and kept for the next boot', async () => {
    const command = guardedCommand(spool, guardedState(1, { undo: '[ -e /root/mended ] || exit 9' }));
    const outcome = await trial.run(command);
    expect(outcome.answer).toEqual({ ...UNDONE, exitCode: 2 });
    expect(outcome.output.toString()).toBe('undoing\nundoing\nundoing\n');
    expect((await traces(command)).join(' ')).toContain('-boot');
    await trial.read('touch /root/mended');
    await (await trial.host()).close(command.operation, 2);
    expect(await file()).toBe('old');
    await noTraces(command);
    await trial.read('rm /root/mended');
  });

  test('is undone by a stop', async () => {
    const command = guardedCommand(spool, guardedState(60));
    const running = trial.run(command);
    await waiting(command);
    const host = await trial.host();
    const stop = { fence: 2, dpkgSeconds: 1, graceSeconds: 2, signal: trial.signal };
    expect(await host.stop(command, stop)).toEqual({ kind: 'clean' });
    expect(await file()).toBe('old');
    await running;
    await expect(host.confirm(command, { state: 1, fence: 1 })).rejects.toMatchObject({ reason: 'fenced' });
    await host.close(command.operation, 2);
    await noTraces(command);
  });

  test('is undone before a rollback of its operation, which then has nothing to do', async () => {
    const command = guardedCommand(spool, guardedState(60));
    const running = trial.run(command);
    await waiting(command);
    await killExecutor(command);
    await running;
    const { undo = '' } = guardedState(60);
    const back = { ...command, key: 'step.back', fence: 2, states: [state(undo, { captureIndex: 1 })] };
    const outcome = await trial.run(back);
    expect([outcome.answer, outcome.output.toString()]).toEqual([{ kind: 'done', applied: 1 }, '']);
    expect(await file()).toBe('old');
    await noTraces(command);
  });

  test('pauses only once it is confirmed', async () => {
    const pausing = new AbortController();
    const command = guardedCommand(spool, guardedState(30));
    const hesitant: ConfirmChange = async (ref, guarded, signal) => {
      pausing.abort();
      await waitUntil(
        'the pause is there',
        async () => (await trial.read(`ls /var/lib/milepost/op/${command.operation}:*.pause 2>&-`)) !== '',
      );
      return confirm(ref, guarded, signal);
    };
    const states = [...command.states, state('echo next')];
    const outcome = await trial.run({ ...command, states }, { confirm: hesitant, pause: pausing.signal });
    expect(outcome.answer).toEqual({ kind: 'paused', state: 2 });
    expect(await file()).toBe('new');
    await noTraces(command);
  });
});
