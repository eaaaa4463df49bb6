import { freeText } from '@milepost/contract/free-text';
import { transaction } from '@milepost/db/client';
import { requestCancel } from '@milepost/db/operations/control/request-cancel';
import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formFor, submitForm } from '../../../testing/operations';
import { insertServer } from '../../../testing/rows';
import { webProcess } from '../../../testing/web-process';
import type { WebProcess } from '../../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const detail = (operationId: string) => web.as('operator').operations.get({ operationId });

async function begun(kind: 'install' | 'uninstall', done: number) {
  const server = await insertServer(web.db);
  if (kind === 'uninstall') {
    const id = await submitForm(web, await formFor(web, { serverId: server.id, packageId: 'nginx' }));
    await drive(web.db, id).complete();
  }
  const form = await formFor(web, { serverId: server.id, packageId: 'nginx', kind });
  const operationId = await submitForm(web, form);
  const driven = drive(web.db, operationId);
  await driven.open();
  await driven.prepare();
  for (let n = 0; n < done; n++) await driven.run({ kind: 'done', applied: 1 });
  return { server, operationId, driven };
}

/** A cancellation that comes while milestone `n` runs. */
async function canceledDuring(kind: 'install' | 'uninstall', n: number) {
  const made = await begun(kind, n - 1);
  await made.driven.begin(n);
  await transaction(web.db, (tx) =>
    requestCancel(tx, { operationId: made.operationId, by: 'ada', reason: null }),
  );
  await made.driven.close();
  return made;
}

describe('a canceled uninstall', () => {
  test('says during which milestone it was canceled, and what is so on the server', async () => {
    const { server, operationId } = await canceledDuring('uninstall', 3);
    expect(await detail(operationId)).toMatchObject({
      status: 'canceled',
      conclusion: 'Canceled by ada.',
      canceled: { label: 'Removing nginx', during: true },
      failure: null,
      milestones: [
        { interrupted: false },
        { interrupted: false },
        { interrupted: true, failure: null },
        {},
        {},
      ],
      aftermath: {
        known: [
          'nginx is stopped and does not start at boot.',
          `Still on ${server.name}: the default site with its page.`,
        ],
        unknown: [`May still be on ${server.name}: the package nginx.`],
      },
    });
    const { packages } = await web.as('viewer').servers.get({ serverId: server.id });
    expect(packages[0]?.aftermath).toEqual((await detail(operationId)).aftermath);
  });

  test('is read the same where an earlier version kept its conclusion as a failure', async () => {
    const { operationId } = await canceledDuring('uninstall', 3);
    await web.db.milestone.updateMany({
      where: { operationId, status: 'failed' },
      data: { failure: { code: 'text', text: 'Canceled by ada.' } },
    });
    expect(await detail(operationId)).toMatchObject({ failure: null, canceled: { during: true } });
  });
});

describe('an install that was rolled back, with a step skipped', () => {
  /** `leftovers`: what the worker saw on the server at its end. */
  async function rolledBack(leftovers: string[] | null) {
    const { server, operationId, driven } = await begun('install', 2);
    await driven.run({ kind: 'failed', failure: freeText('nginx does not start.') });
    const operator = web.as('operator');
    const decide = (point: number, action: 'roll_back' | 'skip') =>
      operator.operations.decide({ operationId, point, choice: { action, reason: 'I cannot wait.' } });
    await decide(1, 'roll_back');
    await driven.prepare();
    await driven.run({ kind: 'failed', failure: freeText('Its removal script fails.') });
    await decide(2, 'skip');
    await driven.prepare();
    await driven.run({ kind: 'done', applied: 1 });
    await driven.run({ kind: 'done', applied: 1 });
    await driven.close(leftovers);
    const { packages } = await web.as('viewer').servers.get({ serverId: server.id });
    return { server, packages, detail: await detail(operationId) };
  }
  const SKIPPED = 'Rolled back, except for what was skipped: Installing nginx.';

  test('names what is left on the server, and the installation stays failed', async () => {
    const left = ['nginx is half installed (dpkg: half-configured)', 'nginx.service starts at boot'];
    const ended = await rolledBack(left);
    expect(ended.detail).toMatchObject({
      status: 'canceled',
      conclusion: `${SKIPPED} Still on the server: ${left.join('; ')}.`,
      aftermath: { known: left.map((words) => `${words}.`), unknown: [] },
    });
    expect(ended.packages).toMatchObject([{ status: 'failed', aftermath: ended.detail.aftermath }]);
  });

  test('is not listed as failed on a server where nothing of it is left', async () => {
    const ended = await rolledBack([]);
    expect(ended.detail).toMatchObject({
      conclusion: `${SKIPPED} Nothing that it installed is left on the server.`,
      aftermath: { known: [`Nothing that it installed is left on ${ended.server.name}.`], unknown: [] },
    });
    expect(ended.packages).toEqual([]);
  });

  test('does not claim to know what is there where nobody has looked', async () => {
    const ended = await rolledBack(null);
    expect(ended.detail).toMatchObject({
      conclusion: SKIPPED,
      aftermath: {
        known: [],
        unknown: [
          'Unknown whether /etc/nginx/sites-enabled/default is disabled if it was as Debian wrote it.',
          'Unknown whether nginx is installed.',
        ],
      },
    });
    expect(ended.packages).toMatchObject([{ status: 'failed' }]);
  });
});

test('an install that was canceled before it began leaves nothing, and says where it was canceled', async () => {
  const { operationId, driven } = await begun('install', 0);
  await transaction(web.db, (tx) => requestCancel(tx, { operationId, by: 'ada', reason: null }));
  await driven.close();
  expect(await detail(operationId)).toMatchObject({
    aftermath: null,
    canceled: { label: 'Checking the system', during: false },
  });
});

test('a failure has its cause and a hint where the state knows them, and a retry forgets both', async () => {
  const { operationId, driven } = await begun('install', 4);
  await driven.run({
    kind: 'failed',
    failure: freeText('Could not start nginx: nginx.service is masked.'),
    cause: 'nginx.service is masked',
    hint: 'On the server: systemctl unmask nginx',
  });
  expect((await detail(operationId)).failure).toMatchObject({
    label: 'Starting nginx',
    cause: 'nginx.service is masked',
    hint: 'On the server: systemctl unmask nginx',
  });
  const retry = { operationId, point: 1, choice: { action: 'retry' } } as const;
  await web.as('operator').operations.decide(retry);
  await driven.prepare();
  await driven.run({ kind: 'failed', failure: freeText('No space left.') });
  expect((await detail(operationId)).failure).toMatchObject({
    sentence: 'No space left.',
    cause: null,
    hint: null,
  });
});
