import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GUARDED_PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan } from '@milepost/contract/plan';
import { failureMessage, failureRemedy } from '@milepost/contract/messages/failures';
import type { Failure } from '@milepost/contract/failure';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { command, ledgerState, milestone, plan, state } from '../harness/plans';
import { waitUntil } from '../harness/wait-until';
import { FaultScenario } from './fault-scenario';

let stage: FaultScenario;
beforeAll(async () => {
  stage = await FaultScenario.create('guarded');
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.clear();
  await stage.server.exec('rm -f /root/open; echo old >/root/guarded');
});

/** New connections are refused, those that stand live on. Not where /root/open is: so that a retry can succeed. */
const SHUT = '[ -e /root/open ] || systemctl stop ssh.socket ssh 2>/dev/null';
/** And those that stand are cut. */
const SHUT_AND_CUT = `${SHUT}; [ -e /root/open ] || pkill -f "^sshd: "`;

/** A guarded change that writes a file and a line to the ledger, between two milestones. */
function guarded(withinSeconds: number, and = ':'): Plan {
  const change = {
    ...state('change', {
      check: 'grep -qx new /root/guarded || exit 1',
      apply: `echo applied >>/root/ledger; echo new >/root/guarded; ${and}; :`,
      idempotent: true,
    }),
    capture: command('cat /root/guarded'),
    undo: command(
      'echo undone >>/root/ledger; cat "$MP_CAPTURE_FILE" >/root/guarded; systemctl start ssh; echo it is undone',
    ),
    unlessConfirmed: { withinSeconds },
  };
  return plan([milestone('first', [ledgerState('a')]), milestone('guarded', [change, ledgerState('b')])], {
    format: GUARDED_PLAN_FORMAT,
  });
}

const file = async () => (await stage.server.exec('cat /root/guarded')).stdout.trim();
const undone = () => waitUntil('the server to undo it', async () => (await file()) === 'old');
/** Nothing of a guard is left on the server. */
const noTraces = () =>
  waitUntil('no trace of a guard', async () => {
    const { stdout } = await stage.server.exec(
      "find /var/lib/milepost/guards ! -name lock ! -name guards; find /etc/systemd/system /etc/cron.d -name 'milepost-*'",
    );
    return stdout === '';
  });

async function failureOf(id: string): Promise<Failure> {
  const row = await stage.harness.db.milestone.findFirstOrThrow({
    where: { operationId: id, status: 'failed' },
  });
  return row.failure as unknown as Failure;
}

/** It failed because it was not confirmed, and a retry that lets the console in completes. */
async function expectUndoneAndRetried(id: string): Promise<void> {
  const { harness } = stage;
  await harness.awaitingDecision(id);
  const failure = await failureOf(id);
  expect(failure).toEqual({ code: 'change_undone', state: 1, label: 'State change' });
  expect(failureMessage(failure)).toMatch(
    /^The change was undone on the server, because the console could not connect to it any more\./,
  );
  expect(failureRemedy(failure)?.hint).toContain('try again');
  expect(await file()).toBe('old');
  expect(await stage.ledger()).toEqual(['a', 'applied', 'undone']);
  expect(await harness.output(id, 2)).toContain('it is undone\n');
  await stage.server.exec('touch /root/open');
  await stage.decide(id, { action: 'retry' });
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect([await file(), await stage.ledger()]).toEqual(['new', ['a', 'applied', 'undone', 'applied', 'b']]);
  await noTraces();
}

test('a guarded change is confirmed and stays', async () => {
  const id = await stage.harness.submit({ serverId: stage.serverId, plan: guarded(30) });
  expect(await stage.harness.ended(id)).toMatchObject({ status: 'completed' });
  expect([await file(), await stage.ledger()]).toEqual(['new', ['a', 'applied', 'b']]);
  await noTraces();
});

describe('a guarded change that shuts the console out', () => {
  test.each([
    ['although its connection lives', SHUT],
    ['and cuts its connection', SHUT_AND_CUT],
  ])('is undone %s', async (_how, and) => {
    const id = await stage.harness.submit({ serverId: stage.serverId, plan: guarded(6, and) });
    await expectUndoneAndRetried(id);
  });

  test('is undone by a cancellation while it waits', async () => {
    const { harness, serverId } = stage;
    const id = await harness.submit({ serverId, plan: guarded(120, SHUT) });
    await waitUntil('it waits', async () => (await stage.ledger()).includes('applied'));
    await transaction(harness.db, (tx) => requestCancel(tx, { operationId: id, by: 'ada', reason: null }));
    expect(await harness.ended(id)).toMatchObject({ status: 'canceled' });
    expect([await file(), await stage.ledger()]).toEqual(['old', ['a', 'applied', 'undone']]);
    await noTraces();
  });
});

describe('a worker killed before it confirms a guarded change', () => {
  async function killed(plan: Plan): Promise<string> {
    const { harness, serverId, worker } = stage;
    await harness.strike('confirm');
    const id = await harness.submit({ serverId, plan });
    await worker.exited;
    return id;
  }

  test('is followed by another that confirms it', async () => {
    const id = await killed(guarded(60));
    stage.startWorker();
    expect(await stage.harness.ended(id)).toMatchObject({ status: 'completed' });
    expect(await stage.ledger()).toEqual(['a', 'applied', 'b']);
    await noTraces();
  });

  test('is followed by another that learns that it was undone', async () => {
    const id = await killed(guarded(3));
    await undone();
    stage.startWorker();
    await expectUndoneAndRetried(id);
  });

  test('loses power, too: it is undone at the next boot, and begun anew', async () => {
    const id = await killed(guarded(300));
    await stage.server.kill();
    await stage.server.heal();
    await undone();
    expect(await stage.ledger()).toEqual(['a', 'applied', 'undone']);
    stage.startWorker();
    expect(await stage.harness.ended(id)).toMatchObject({ status: 'completed' });
    expect([await file(), await stage.ledger()]).toEqual(['new', ['a', 'applied', 'undone', 'applied', 'b']]);
    await noTraces();
  });
});

test('a supervisor killed while a guarded change waits: it is begun anew', async () => {
  const { harness, server, serverId } = stage;
  const id = await harness.submit({ serverId, plan: guarded(120, SHUT) });
  await waitUntil('it waits', async () => (await stage.ledger()).includes('applied'));
  await server.exec("touch /root/open; systemctl kill --signal=KILL 'milepost-*'");
  expect(await harness.ended(id)).toMatchObject({ status: 'completed' });
  expect(await stage.ledger()).toEqual(['a', 'applied', 'undone', 'applied', 'b']);
  await noTraces();
});
