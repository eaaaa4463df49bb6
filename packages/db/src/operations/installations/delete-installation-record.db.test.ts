import { freeText } from '@milepost/contract/free-text';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, transaction } from '../../client';
import { drive } from '../../testing/drive';
import { insertServer, submission, submitted } from '../../testing/rows';
import { submitWithPlan } from '../../testing/submit-with-plan';
import { decide } from '../control/decide';
import { deleteInstallationRecord } from './delete-installation-record';
import { closeUndecided } from '../lifecycle/close-undecided';

const db = createDatabase(inject('databaseUrl'), { poolSize: 16 });
afterAll(() => db.$disconnect());

/** An install that waits for a decision on its second milestone. */
async function awaitingDecision(failure: { mayStillRun?: boolean } = {}) {
  const serverId = await insertServer(db);
  const operationId = await submitted(db, submission(serverId));
  const driven = drive(db, operationId);
  await driven.open();
  await driven.prepare();
  await driven.run({ kind: 'done', applied: 1 });
  await driven.run({ kind: 'failed', failure: freeText('No.'), ...failure });
  const { installationId } = await row(operationId);
  return { serverId, operationId, installationId, driven };
}

const row = (id: string) => db.operation.findUniqueOrThrow({ where: { id } });
const installation = (id: string) => db.installation.findUniqueOrThrow({ where: { id } });
const deleted = (asked: { installationId: string; operationId: string }) =>
  transaction(db, (tx) => deleteInstallationRecord(tx, { ...asked, by: 'grace', reason: 'wrong server' }));

describe('the record alone', () => {
  test('is deleted: what waited is given up and ended, its workflow woken, who and why is kept', async () => {
    const { serverId, installationId, operationId, driven } = await awaitingDecision();
    expect((await installation(installationId)).status).toBe('failed');
    await deleted({ installationId, operationId });
    expect(await installation(installationId)).toMatchObject({ uninstalledAt: expect.any(Date) as Date });
    expect(await row(operationId)).toMatchObject({
      status: 'failed',
      conclusion: { code: 'milestone_failed', label: 'Writing configuration', failure: freeText('No.') },
    });
    expect(await driven.next()).toEqual({ type: 'end', outcome: 'failed' });
    expect(await db.outbox.count({ where: { operationId, kind: 'wake', sentAt: null } })).toBe(1);
    const last = await db.installationRecord.findFirst({
      where: { installationId },
      orderBy: { at: 'desc' },
    });
    expect(last).toMatchObject({ uninstalled: true, by: 'grace', reason: 'wrong server' });
    const events = await db.event.findMany({ where: { operationId }, orderBy: { n: 'asc' } });
    expect(events.slice(-3).map(({ type }) => type)).toEqual(['decided', 'closed', 'record_deleted']);
    expect(events.at(-1)?.data).toEqual({ by: 'grace', reason: 'wrong server' });
    // The package may be installed anew, as another installation.
    await drive(db, await submitted(db, submission(serverId))).complete();
    const live = await db.installation.findMany({ where: { serverId, uninstalledAt: null } });
    expect(live.map(({ id, status }) => [id === installationId, status])).toEqual([[false, 'active']]);
  });

  test('is deleted once, whoever presses', async () => {
    const asked = await awaitingDecision();
    await Promise.all(Array.from({ length: 5 }, () => deleted(asked)));
    const { operationId } = asked;
    expect(await db.event.count({ where: { operationId, type: 'record_deleted' } })).toBe(1);
    expect(await db.decision.count({ where: { operationId } })).toBe(1);
  });

  test('comes back with its operation, where that is tried again', async () => {
    const asked = await awaitingDecision();
    await deleted(asked);
    const { decisionPoint: point } = await row(asked.operationId);
    const choice = { action: 'retry' } as const;
    await transaction(db, (tx) => decide(tx, { operationId: asked.operationId, point, by: 'ada', choice }));
    expect(await installation(asked.installationId)).toMatchObject({ uninstalledAt: null });
  });

  test('stays while a command may still run', async () => {
    const asked = await awaitingDecision({ mayStillRun: true });
    await expect(deleted(asked)).rejects.toMatchObject({
      problem: {
        ...{ code: 'command_not_verified', operationId: asked.operationId },
        command: { code: 'milestone_may_run' },
        serverName: expect.stringMatching(/^web-\w+$/) as string,
      },
    });
    expect(await row(asked.operationId)).toMatchObject({ status: 'awaiting_decision' });
  });

  test('stays while an operation is at work, or where it has not failed', async () => {
    const { serverId, operationId, installationId, driven } = await awaitingDecision();
    const { decisionPoint: point } = await row(operationId);
    await transaction(db, (tx) => decide(tx, { operationId, point, by: 'ada', choice: { action: 'retry' } }));
    await expect(deleted({ operationId, installationId })).rejects.toMatchObject({
      code: 'operation_unfinished',
    });
    await driven.prepare();
    await driven.run({ kind: 'done', applied: 1 });
    await driven.run({ kind: 'done', applied: 1 });
    await driven.close();
    await expect(deleted({ operationId, installationId })).rejects.toMatchObject({
      code: 'installation_not_failed',
    });
    await submitted(db, submission(serverId, { kind: 'uninstall' }));
    await expect(deleted({ operationId, installationId })).rejects.toMatchObject({
      code: 'later_operation',
    });
  });
});

describe('a clean-up', () => {
  const cleanUp = (serverId: string, waiting: { operationId: string; point: number }) => {
    const uninstall = submission(serverId, { kind: 'uninstall' });
    const answer = transaction(db, async (tx) => {
      await closeUndecided(tx, { ...waiting, by: 'grace', reason: 'cleaned up' });
      return submitWithPlan(tx, uninstall);
    });
    return answer.then(() => uninstall.id);
  };

  test('gives up what waits and follows it', async () => {
    const { serverId, operationId, installationId } = await awaitingDecision();
    const uninstall = await cleanUp(serverId, { operationId, point: 1 });
    expect(await row(operationId)).toMatchObject({ status: 'failed' });
    expect(await installation(installationId)).toMatchObject({ status: 'uninstalling' });
    await drive(db, uninstall).complete();
    expect((await installation(installationId)).uninstalledAt).toBeInstanceOf(Date);
  });

  test('is refused whole where somebody else decided first', async () => {
    const { serverId, operationId } = await awaitingDecision();
    await transaction(db, (tx) =>
      decide(tx, { operationId, point: 1, by: 'ada', choice: { action: 'retry' } }),
    );
    await expect(cleanUp(serverId, { operationId, point: 1 })).rejects.toMatchObject({
      code: 'already_decided',
    });
    expect(await db.operation.count({ where: { serverId } })).toBe(1);
  });

  test('a clean-up of a command that may still run leaves the queue blocked until it is verified', async () => {
    const { serverId, operationId } = await awaitingDecision({ mayStillRun: true });
    const uninstall = await cleanUp(serverId, { operationId, point: 1 });
    expect(await db.serverQueue.findUnique({ where: { id: serverId } })).toMatchObject({
      blockedBy: operationId,
      holder: uninstall,
    });
    expect(await drive(db, uninstall).open()).toMatchObject({ type: 'verify_stopped' });
  });
});

test('another operation meanwhile is rejected with the one that waits for a decision', async () => {
  const { serverId } = await awaitingDecision();
  await expect(submitted(db, submission(serverId))).rejects.toMatchObject({
    problem: { code: 'operation_open', status: 'awaiting_decision', outcome: null },
  });
});

test('what was given up can be tried again', async () => {
  const { operationId, driven } = await awaitingDecision();
  const give = { action: 'mark_failed', reason: null } as const;
  await transaction(db, (tx) => decide(tx, { operationId, point: 1, by: 'ada', choice: give }));
  expect(await driven.close()).toBe('failed');
  const { decisionPoint: point } = await row(operationId);
  await transaction(db, (tx) => decide(tx, { operationId, point, by: 'ada', choice: { action: 'retry' } }));
  expect(await row(operationId)).toMatchObject({ status: 'queued' });
});
