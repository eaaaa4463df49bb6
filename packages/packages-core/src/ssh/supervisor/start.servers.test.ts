import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SpoolState } from '../../engine/host';
import { encodeRequest } from '../../engine/request';
import { callSupervisor } from './supervisor-call';
import { connect } from '../transport/connect';
import { ledgerCommand, state } from '../testing/commands';
import { SshHarness } from '../testing/ssh-harness';
import { waitUntil } from '../testing/wait-until';

const [access] = inject('labServers');
const ways = [
  { way: 'as a systemd unit', place: {} },
  { way: 'with setsid', place: { withoutUnits: true } },
];

describe.each(ways)('a start $way', ({ place }) => {
  const trial = new SshHarness(access!, place);
  let spool: SpoolState;
  beforeAll(async () => {
    spool = await trial.spool();
  });
  afterAll(() => trial.end());

  test('runs the states in order, once, and tells what it did', async () => {
    const command = {
      ...ledgerCommand(spool),
      states: [
        state('echo never', { check: 'echo checked' }),
        state('echo applied', { check: 'exit 1', verify: 'echo proven' }),
        state('echo again', { check: 'false', verify: null }),
      ],
    };
    const outcome = await trial.run(command);
    expect(outcome.answer).toEqual({ kind: 'done', applied: 2 });
    expect(outcome.output.toString()).toBe('checked\napplied\nproven\nagain\n');
    expect(outcome.marks.map(({ state, phase, offset }) => [state, phase, offset])).toEqual([
      [1, 'check', 0],
      [2, 'check', 8],
      [2, 'apply', 8],
      [2, 'verify', 16],
      [3, 'check', 23],
      [3, 'apply', 23],
    ]);
  });

  test('a start with all checks true claims nothing', async () => {
    const command = {
      ...ledgerCommand(spool),
      states: [state('exit 1', { check: 'true' }), state('exit 1', { check: 'set -e; true' })],
    };
    const before = (await trial.spool()).claims;
    const outcome = await trial.run(command);
    expect(outcome).toMatchObject({ answer: { kind: 'done', applied: 0 }, claims: [], marks: [] });
    expect((await trial.spool()).claims).toBe(before);
  });

  test.each([
    {
      what: 'an apply',
      at: state('exit 7'),
      answer: { kind: 'failed', state: 1, phase: 'apply', exitCode: 7 },
    },
    {
      what: 'a check that is neither true nor false',
      at: state('true', { check: 'exit 2' }),
      answer: { kind: 'failed', state: 1, phase: 'check', exitCode: 2 },
    },
    {
      what: 'a check cut short by set -e',
      at: state('exit 9', { check: 'set -e; sh -c "exit 3"; true' }),
      answer: { kind: 'failed', state: 1, phase: 'check', exitCode: 3 },
    },
    {
      what: 'a verify',
      at: state('true', { verify: 'exit 5' }),
      answer: { kind: 'failed', state: 1, phase: 'verify', exitCode: 5 },
    },
    {
      what: 'a capture',
      at: state('true', { capture: 'exit 4' }),
      answer: { kind: 'failed', state: 1, phase: 'capture', exitCode: 4 },
    },
    {
      what: 'a script with a syntax error',
      at: state('if'),
      answer: { kind: 'failed', state: 1, phase: 'apply', exitCode: 2 },
    },
    {
      what: 'a script killed by a signal',
      at: state('sh -c "kill -9 \\$\\$"'),
      answer: { kind: 'failed', state: 1, phase: 'apply', exitCode: 137 },
    },
  ])('tells how $what failed', async ({ at, answer }) => {
    const outcome = await trial.run({ ...ledgerCommand(spool), states: [at, state('echo never')] });
    expect(outcome.answer).toEqual(answer);
  });

  test('carries any text to the shell as it is', async () => {
    const text = `quotes ' '' " \\ $HOME \`x\` \n tab\t Á‰ ключ 鍵 \u0081\u0088 end`;
    const outcome = await trial.run({ ...ledgerCommand(spool), states: [state(`cat <<'E'\n${text}\nE\n`)] });
    expect(outcome.output.toString()).toBe(`${text}\n`);
  });

  test('gives scripts an empty stdin and an environment of their own', async () => {
    const outcome = await trial.run({
      ...ledgerCommand(spool),
      states: [state('cat; umask; pwd; echo "$#"; env | cut -d= -f1 | sort | xargs')],
    });
    expect(outcome.output.toString().split('\n')).toEqual([
      '0022',
      '/',
      '0',
      'DEBIAN_FRONTEND HOME LC_ALL MP_CAPTURE_FILE MP_SECRETS NEEDRESTART_SUSPEND PATH PWD',
      '',
    ]);
  });

  test('a start with slow checks is not delayed by them', async () => {
    const hasty = new SshHarness(access!, { ...place, startSeconds: 1 });
    const states = [state('echo applied', { check: 'sleep 3; echo checked; false' })];
    const outcome = await hasty.run({ ...ledgerCommand(spool), states }, { waitSeconds: 1 });
    hasty.end();
    expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
    expect(outcome.output.toString()).toBe('checked\napplied\n');
  });

  test('a start as another user runs all phases as that user, with secrets, and can be stopped', async () => {
    await trial.read('id app || useradd -m -s /bin/sh app');
    const read = 'sed -n "s/^word //p" $MP_SECRETS | base64 -d';
    const states = [
      state(`id -un; id -Gn; echo $HOME; cat; ${read}`, {
        check: `id -un; [ "$(${read})" = other ]`,
        verify: 'set -e; [ "$(id -un)" = app ]',
      }),
      state('sleep 4321'),
    ];
    const command = { ...ledgerCommand(spool), user: 'app', states };
    const running = trial.run(command, { secrets: { word: 'mellon' } });
    await waitUntil('it sleeps', async () => (await trial.read('pgrep -u app -x sleep | wc -l')) === '1\n');
    const stop = { fence: 2, dpkgSeconds: 0, graceSeconds: 2, signal: trial.signal };
    expect(await (await trial.host()).stop(command, stop)).toEqual({ kind: 'clean' });
    expect(await trial.read('pgrep -u app -x sleep | wc -l')).toBe('0\n');
    const { answer, output } = await running;
    expect(answer).toMatchObject({ kind: 'lost', state: 2, phase: 'apply' });
    expect(output.toString()).toBe('app\napp\napp\n/home/app\n******');
  });

  test('simultaneous starts of one command run it once, and all get the same output', async () => {
    const command = ledgerCommand(spool, 'for i in 1 2 3; do echo $i; sleep 0.2; done');
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => trial.run(command)));
    for (const outcome of outcomes) {
      expect(outcome.answer).toEqual({ kind: 'done', applied: 1 });
      expect(outcome.output.toString()).toBe('1\n2\n3\n');
    }
    expect((await trial.ledger()).get(command.operation)).toBe(1);
  });

  test('a start of another command under the same name is rejected', async () => {
    const command = ledgerCommand(spool);
    await trial.run(command);
    const other = { ...command, states: [state('echo other')] };
    expect((await trial.run(other)).answer).toMatchObject({ kind: 'refused', reason: 'conflict' });
    expect((await trial.run({ ...command, fence: 2 })).answer).toMatchObject({ kind: 'done' });
  });

  test('a start with an old fencing token or after the close is rejected', async () => {
    const command = ledgerCommand(spool);
    const host = await trial.host();
    await host.fence(command.operation, 2);
    expect((await trial.run(command)).answer).toEqual({ kind: 'refused', reason: 'fenced', detail: '2' });
    await host.close(command.operation, 2);
    expect((await trial.run({ ...command, fence: 3 })).answer).toMatchObject({
      kind: 'refused',
      reason: 'closed',
    });
    expect((await trial.ledger()).get(command.operation)).toBeUndefined();
  });

  test('a start that arrives truncated or changed runs nothing', async () => {
    const command = ledgerCommand(spool);
    const whole = encodeRequest(command, { password: 'secret' });
    const head = whole.indexOf('\n') + 1;
    const cuts = Array.from({ length: 24 }, (_, i) => whole.subarray(0, Math.floor((i / 24) * whole.length)));
    const flips = Array.from({ length: 24 }, (_, i) => {
      const at = head + Math.floor((i / 24) * (whole.length - head));
      return Buffer.concat([whole.subarray(0, at), Buffer.from([whole[at]! ^ 1]), whole.subarray(at + 1)]);
    });
    const connection = await connect(trial.target());
    const said = await Promise.all(
      [...cuts, ...flips].map(async (input) => {
        const call = { verb: 'start', args: [5, 1], input, timeoutSeconds: 30 };
        const { words } = await callSupervisor(
          connection,
          { username: 'root', spool: '/var/lib/milepost', ...place },
          call,
        );
        return words.at(-1)?.slice(0, 2).join(' ');
      }),
    );
    connection.close();
    expect(new Set(said)).toEqual(new Set(['refused malformed']));
    expect((await trial.ledger()).get(command.operation)).toBeUndefined();
  });
});
