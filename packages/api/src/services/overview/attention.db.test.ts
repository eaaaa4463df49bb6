import { freeText } from '@milepost/contract/free-text';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { formFor, submitForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

async function operation(serverId: string, packageId = 'nginx') {
  const operationId = await submitForm(web, await formFor(web, { serverId, packageId }));
  return { operationId, activities: drive(web.db, operationId) };
}

async function attention(id: string) {
  return (await web.as('viewer').overview.get()).attention.find((item) => item.id === id);
}

const noticeOf = async (operationId: string) =>
  (await web.as('viewer').operations.get({ operationId })).progress.notice;

test('what is paused waits for a person, but not what was paused until a time', async () => {
  const { name, id } = await insertServer(web.db);
  const { operationId } = await operation(id);
  await web.as('operator').operations.pause({ operationId });
  expect(await attention(operationId)).toMatchObject({
    title: `Install nginx on ${name} is paused`,
    sentence: expect.stringMatching(/^Paused by .+\. Resume it to continue\.$/) as string,
  });
  await web.db.operation.update({
    where: { id: operationId },
    data: { resumeAt: new Date(Date.now() + 60_000) },
  });
  expect(await attention(operationId)).toBeUndefined();
});

test('what waits at a blocked queue, decided or not, says what blocks it', async () => {
  const { name, id } = await insertServer(web.db);
  const first = await operation(id);
  await first.activities.open();
  await first.activities.prepare();
  await first.activities.run({
    kind: 'failed',
    failure: freeText('Checking the system failed.'),
    mayStillRun: true,
  });
  const { operationId } = await operation(id, 'redis');
  expect(await attention(operationId)).toMatchObject({
    title: `Install Redis on ${name} is waiting: ${name} is blocked`,
    sentence: expect.stringContaining(`“Install nginx on ${name}” may still run`) as string,
  });
  expect(await attention(first.operationId)).toMatchObject({
    title: `Install nginx on ${name} is waiting for a decision`,
  });
  expect(await attention(id)).toMatchObject({ kind: 'server', title: `${name} is blocked` });
  expect((await noticeOf(first.operationId))?.kind).toBe('blocked');

  await web.as('operator').servers.unblock({ serverId: id });
  expect(await noticeOf(first.operationId)).toBeNull();
  expect(await attention(operationId)).toBeUndefined();
  expect(await attention(id)).toBeUndefined();
});

test('an installation that has drifted is named with the first difference', async () => {
  const { name, id: serverId } = await insertServer(web.db);
  const { operationId } = await operation(serverId);
  await drive(web.db, operationId).complete();
  const { id } = await web.db.installation.findFirstOrThrow({ where: { serverId } });
  const found = (differences: object[]) =>
    web.db.installation.update({
      where: { id },
      data: { drift: { differences }, driftCheckedAt: new Date() },
    });
  await found([]);
  expect(await attention(id)).toBeUndefined();
  await found([{ label: 'nginx runs', is: 'different', detail: null }]);
  expect(await attention(id)).toMatchObject({
    ...{ kind: 'installation', title: `nginx on ${name} has drifted` },
    sentence: 'No longer true: nginx runs.',
  });
});
