import { drive } from '@milepost/db/testing/drive';
import { insertServer, submission, submitted } from '@milepost/db/testing/rows';
import { applyRequests } from '@milepost/db/requests/apply-requests';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl'), worker: false });
});
afterAll(() => web.close());

async function awaitingDecision(): Promise<string> {
  const asked = submission(await insertServer(web.db));
  const plan = { ...asked.plan, body: { milestones: [] } };
  const operationId = await submitted(web.db, { ...asked, plan });
  const driven = drive(web.db, operationId);
  await driven.open();
  await driven.prepare();
  const failure = { code: 'text', text: 'It failed.' } as const;
  await driven.run({ kind: 'failed', failure, state: 1, phase: 'apply', exitCode: 1 });
  await applyRequests(web.db, () => undefined);
  return operationId;
}

test('a decision is kept while no worker runs: the page says so, and offers no other one', async () => {
  const operationId = await awaitingDecision();
  const operator = web.as('operator').operations;
  const answer = { operationId, point: 1, choice: { action: 'retry' } } as const;
  const answered = await operator.decide(answer);
  const notice = { kind: 'requested', change: 'retry', by: 'ada@example.com', worker: false };
  expect(answered).toMatchObject({ status: 'awaiting_decision', progress: { notice } });
  expect((await operator.get({ operationId })).actions).toMatchObject({ choices: [], cancel: true });
  await expect(operator.decide(answer)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'ada@example.com decided before you: retry.',
  });
  await applyRequests(web.db, () => undefined);
  expect(await operator.get({ operationId })).toMatchObject({ status: 'queued', progress: { notice: null } });
});

test('what is of use only at once is not done later: an error says that no worker answered', async () => {
  const operationId = await awaitingDecision();
  const { installationId } = await web.db.operation.findUniqueOrThrow({ where: { id: operationId } });
  const deletion = { installationId, operationId, reason: null };
  await expect(web.as('operator').installations.deleteRecord(deletion)).rejects.toMatchObject({
    code: 'PRECONDITION_FAILED',
    message: 'No worker answered, so nothing was changed. Check that a worker is running, then try again.',
  });
  await applyRequests(web.db, () => undefined);
  expect((await web.as('viewer').operations.get({ operationId })).status).toBe('awaiting_decision');
});
