import { PLAN_FORMAT } from '@milepost/contract/plan';
import type { Plan } from '@milepost/contract/plan';
import { createDatabase, transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { markPrepared } from '@milepost/db/operations/lifecycle/finish-preparation';
import { lockOperation } from '@milepost/db/operations/lock-operation';
import { drive } from '@milepost/db/testing/drive';
import { insertServer, submission, submitted } from '@milepost/db/testing/rows';
import { installationContext, operationContext } from '@milepost/packages-core/credentials/contexts';
import { generateSealingKeys } from '@milepost/packages-core/credentials/generate';
import { open } from '@milepost/packages-core/credentials/open';
import { seal } from '@milepost/packages-core/credentials/seal';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { settleSettings } from './settle-settings';

const db = createDatabase(inject('databaseUrl'), { poolSize: 1 });
afterAll(() => db.$disconnect());

const keys = await generateSealingKeys();
/** It names no secret of another installation. */
const NO_PLAN: Plan = {
  ...{ format: PLAN_FORMAT, package: 'redis', title: 'Install Redis', kind: 'install', milestones: [] },
  record: { configuration: {}, version: null },
};
const OWNS = ['/etc/redis/redis.conf'];
const MASKED = { port: 6379, password: '‹password›' };

const server = (id: string) => db.server.findUniqueOrThrow({ where: { id } });

/** An operation on Redis whose form held these secrets. */
async function ask(
  serverId: string,
  { secrets = {}, ...other }: { secrets?: object; kind?: string; input?: object },
) {
  const request = submission(serverId, { packageId: 'redis', input: MASKED, ...other });
  const box = Buffer.from(JSON.stringify(secrets));
  const sealed = await seal(keys.publicKey, box, operationContext(request.id, await server(serverId)));
  const sealedSecrets = Object.keys(secrets).length > 0 ? Uint8Array.from(sealed) : null;
  return submitted(db, { ...request, sealedSecrets });
}

async function settle(operationId: string) {
  await drive(db, operationId).open();
  return transaction(db, async (tx) => {
    const operation = await lockOperation(tx, operationId);
    const settled = await settleSettings(tx, keys, { operation, plan: NO_PLAN });
    if (settled.ok) await markPrepared(tx, operation, settled.begun && { ...settled.begun, owns: OWNS });
    return settled;
  });
}

async function complete(operationId: string) {
  const driven = drive(db, operationId);
  for (let n = 0; n < 3; n++) await driven.run({ kind: 'done', applied: 1 });
  await driven.close();
}

async function opened(box: Uint8Array | null, context: string): Promise<unknown> {
  if (box === null) return null;
  return JSON.parse(new TextDecoder().decode(await open(keys.privateKey, box, context)));
}

const installation = (serverId: string) => db.installation.findFirstOrThrow({ where: { serverId } });

async function secretsOf(operationId: string) {
  const operation = await db.operation.findUniqueOrThrow({ where: { id: operationId } });
  return opened(operation.sealedSecrets, operationContext(operationId, await server(operation.serverId)));
}

async function installed(): Promise<string> {
  const serverId = await insertServer(db);
  const id = await ask(serverId, { secrets: { password: 'first' } });
  await settle(id);
  await complete(id);
  return serverId;
}

describe('the secrets of an installation', () => {
  test('are those of its install, and no row holds them in clear', async () => {
    const serverId = await installed();
    const row = await installation(serverId);
    expect(row).toMatchObject({ begunInput: MASKED, completedInput: MASKED, ownedPaths: OWNS });
    const context = installationContext(row.id, await server(serverId));
    expect(await opened(row.completedSecrets, context)).toEqual({ password: 'first' });
    expect(JSON.stringify(row)).not.toContain('first');
  });

  test('stay where a change leaves them out, and are replaced where it names them', async () => {
    const serverId = await installed();
    const change = await ask(serverId, { input: { ...MASKED, port: 6400 } });
    await settle(change);
    expect(await secretsOf(change)).toEqual({ password: 'first' });
    await complete(change);
    const again = await ask(serverId, { secrets: { password: 'second' } });
    await settle(again);
    const row = await installation(serverId);
    const context = installationContext(row.id, await server(serverId));
    expect(await opened(row.begunSecrets, context)).toEqual({ password: 'second' });
    expect(await opened(row.completedSecrets, context)).toEqual({ password: 'first' });
  });

  test('are there for every other operation on it', async () => {
    const serverId = await installed();
    const restart = await ask(serverId, { kind: 'restart', input: {} });
    await settle(restart);
    expect(await secretsOf(restart)).toEqual({ password: 'first' });
    expect((await installation(serverId)).begunInput).toEqual(MASKED);
  });

  test('are asked for again once the server has another address', async () => {
    const serverId = await installed();
    await db.server.update({ where: { id: serverId }, data: { address: '192.0.2.9' } });
    const change = await ask(serverId, {});
    expect(await settle(change)).toEqual({
      ok: false,
      problem: { code: 'secrets_missing', names: ['password'] },
    });
  });

  test('are missing where none were ever stored', async () => {
    const id = await ask(await insertServer(db), {});
    expect(await settle(id)).toMatchObject({ ok: false, problem: { code: 'secrets_missing' } });
  });

  test('are deleted with an uninstall', async () => {
    const serverId = await installed();
    const uninstall = await ask(serverId, { kind: 'uninstall', input: {} });
    await settle(uninstall);
    await complete(uninstall);
    expect(await installation(serverId)).toMatchObject({
      begunSecrets: null,
      completedSecrets: null,
      ownedPaths: [],
    });
  });
});

test('a change that is canceled before it began leaves the settings that were completed', async () => {
  const serverId = await installed();
  const change = await ask(serverId, { input: { ...MASKED, port: 6400 } });
  await settle(change);
  expect(await installation(serverId)).toMatchObject({ begunInput: { port: 6400 } });
  await transaction(db, (tx) => requestCancel(tx, { operationId: change, by: 'ada', reason: null }));
  expect(await drive(db, change).close()).toBe('canceled');
  expect(await installation(serverId)).toMatchObject({ begunInput: MASKED, completedInput: MASKED });
});
