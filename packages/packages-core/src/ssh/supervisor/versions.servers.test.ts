import { createHash } from 'node:crypto';
import { afterAll, expect, inject, test } from 'vitest';
import type { DurableCommand } from '../../engine/host';
import { encodeRequest } from '../../engine/request';
import { SUPERVISOR } from '../../generated/supervisor';
import { connect } from '../transport/connect';
import { remoteCommand } from './remote-shell';
import { SUPERVISOR_SHA256 } from './supervisor-call';
import { ledgerCommand, state } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';

const [access] = inject('labServers');
const trial = new SshHarness(access!);
afterAll(() => trial.end());

/** A release of the supervisor that tells who follows and who stops. */
const older = SUPERVISOR.replace(
  'attach_command() {',
  'attach_command() {\n  echo followed by the older',
).replace('stop_command() {', 'stop_command() {\n  send_message stopped left 1:older; exit 0');
/** As releases were that knew no limit of what a call brings. */
const unlimited = SUPERVISOR.replace('limit=${4:-999999999999999}', 'limit=999999999999999');

/** Has a command started by another release. Answers with the path where that lies. */
async function startBy(release: string, command: DurableCommand): Promise<string> {
  const digest = createHash('sha256').update(release).digest('hex');
  const path = `/var/lib/milepost/bin/${digest}`;
  await (await trial.host()).read(`cat >${path} <<'E_O_F'\n${release}E_O_F\n`);
  expect(await trial.read(`sha256sum <${path}`)).toBe(`${digest}  -\n`);
  const connection = await connect(trial.target());
  const call = remoteCommand({ username: 'root' }, ['/bin/sh', path, 'start', '/var/lib/milepost', 1, 1], {
    timeoutSeconds: 30,
  });
  const input = encodeRequest(command, {});
  await connection.exec(call, { input, timeoutMs: 30_000, onOutput: () => undefined });
  connection.close();
  return path;
}

test('a command is followed and stopped by the version that claimed it, while that is there', async () => {
  const command = ledgerCommand(await trial.spool(), 'echo begin; sleep 30');
  const path = await startBy(older, command);

  const host = await trial.host();
  const stop = { fence: 2, dpkgSeconds: 0, graceSeconds: 1, signal: trial.signal };
  expect(await host.stop(command, stop)).toEqual({ kind: 'processes_remaining', processes: ['1:older'] });
  await trial.read(`pkill -9 -f "^/bin/sh ${path} run .* ${command.operation} "`);
  const again = await trial.run(command);
  expect(again.output.toString()).toBe('followed by the older\nbegin\n');
  expect(again.answer).toMatchObject({ kind: 'lost', state: 1, phase: 'apply' });

  await trial.read(`rm ${path}`);
  expect((await trial.run(command)).output.toString()).toBe('begin\n');
  expect(await host.stop(command, stop)).toEqual({ kind: 'clean' });
  expect((await trial.ledger()).get(command.operation)).toBe(1);
});

test('a version that knows no limit brings all of an output of which less is wanted, each byte once', async () => {
  expect(unlimited).not.toBe(SUPERVISOR);
  const command = ledgerCommand(await trial.spool(), 'seq 20000; sleep 4; seq 20000');
  await startBy(unlimited, command);
  const { answer, output } = await trial.run(command, { outputLimit: { head: 3_000, tail: 2_000 } });
  const numbers = Array.from({ length: 20_000 }, (_, n) => `${n + 1}\n`).join('');
  expect(answer).toEqual({ kind: 'done', applied: 1 });
  expect(output.toString()).toBe(numbers + numbers);
});

test('captures of an earlier version are found, also by its commands that still run', async () => {
  const earlier = SUPERVISOR.replaceAll('captures', 'kept');
  const spool = await trial.spool();
  await trial.read('cd /var/lib/milepost && rm -rf captures kept && mkdir kept');
  const capture = { capture: 'echo before' };
  const ended = { ...ledgerCommand(spool), states: [state('exit 1', capture)] };
  await startBy(earlier, ended);
  const waiting = state('until [ -e /root/moved ]; do sleep 0.1; done');
  const running = {
    ...ledgerCommand(spool),
    states: [waiting, state('grep -x before "$MP_CAPTURE_FILE"', capture)],
  };
  await startBy(earlier, running);

  const host = await trial.host();
  await host.spool();
  const read = { captured: `${ended.operation}:step.1` };
  expect((await host.read('cat "$MP_CAPTURE_FILE"', read)).stdout).toBe('before\n');
  const rollback = [state('grep -x before "$MP_CAPTURE_FILE"', { captureIndex: 1 })];
  const rolledBack = await trial.run({ ...ended, key: 'step.back', states: rollback });
  expect(rolledBack.answer).toEqual({ kind: 'done', applied: 1 });
  await trial.read('touch /root/moved');
  expect((await trial.run(running)).answer).toEqual({ kind: 'done', applied: 2 });
  const captures = [ended, running].map(({ operation }, index) => `${operation}:step.${index + 1}`);
  expect((await trial.read('ls /var/lib/milepost/captures')).trim().split('\n')).toEqual(captures.sort());
});

test('a supervisor that is missing is put there, whole, with the rule that keeps needrestart away', async () => {
  await trial.read('rm -rf /var/lib/milepost/bin; mkdir -p /etc/needrestart/conf.d');
  expect((await trial.run(ledgerCommand(await trial.spool()))).answer).toEqual({ kind: 'done', applied: 1 });
  expect(await trial.read('ls /var/lib/milepost/bin')).toBe(`${SUPERVISOR_SHA256}\n`);
  expect(await trial.read('cat /var/lib/milepost/bin/* | sha256sum')).toBe(`${SUPERVISOR_SHA256}  -\n`);
  expect(await trial.read('tail -n 1 /etc/needrestart/conf.d/milepost.conf')).toBe(
    '$nrconf{override_rc}{qr(^milepost-)} = 0;\n',
  );
});
