import { drive } from '@milepost/db/testing/drive';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { BOOKWORM, insertServer } from '../../testing/rows';
import { REDIS_PASSWORD, formFor, submitForm, untilAccepted, press } from '../../testing/operations';
import type { SubmittedForm } from '../../testing/operations';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import type { PackageRequest } from './validate-request';

const ALREADY_SUBMITTED =
  'This form was already submitted with other settings. Reload the page to submit it again.';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const form = (serverId: string, request: Partial<PackageRequest> = {}) =>
  formFor(web, { serverId, ...request });
const install = (input: SubmittedForm) => web.as('operator').packages.install(input);
const uninstall = (input: SubmittedForm) => press(web, input);

describe('with the workflow engine down', () => {
  test('a submit is accepted', async () => {
    const { id, name } = await insertServer(web.db);
    const submit = await form(id);
    expect(await install(submit)).toEqual({ operationId: submit.operationId });
    await untilAccepted(web, submit.operationId);
    const operation = await web.as('viewer').operations.get({ operationId: submit.operationId });
    expect(operation).toMatchObject({
      title: `Install Redis on ${name}`,
      status: 'queued',
      requestedBy: 'ada@example.com',
    });
    expect(await web.db.outbox.findMany({ where: { operationId: submit.operationId } })).toMatchObject([
      { kind: 'start', sentAt: null },
    ]);
    expect(await web.db.queueEntry.count({ where: { operationId: submit.operationId } })).toBe(1);
    expect(operation.progress).toMatchObject({
      ...{ status: 'queued', resource: { type: 'installation', status: 'pending' }, step: 0, percentage: 0 },
    });
    expect(
      await web.as('viewer').operations.events({ operationId: submit.operationId, after: 0 }),
    ).toMatchObject([
      { n: 1, type: 'submitted', sentence: `Install Redis on ${name} requested`, by: 'ada@example.com' },
    ]);
  });

  test('it shows the milestones that the person saw until a worker has compiled the plan', async () => {
    const { id } = await insertServer(web.db);
    const submit = await form(id);
    await install(submit);
    const { operations } = web.as('viewer');
    const { operationId } = submit;
    const shown = await operations.get({ operationId });
    expect(shown.planHash).toBe(submit.planHash);
    expect(shown.milestones.map(({ status }) => status)).toContain('pending');
    expect(await web.db.milestone.count({ where: { operationId } })).toBe(0);
    expect(await web.db.plan.count({ where: { hash: submit.planHash } })).toBe(0);
    await expect(operations.plan({ operationId })).rejects.toMatchObject({
      message: 'The worker has not compiled this plan yet. It does so before the operation starts.',
    });
    expect(await submitForm(web, submit)).toBe(operationId);
    const compiled = await operations.get({ operationId });
    expect(compiled.milestones.map(({ id: milestone, label }) => [milestone, label])).toEqual(
      shown.milestones.map(({ id: milestone, label }) => [milestone, label]),
    );
    expect((await operations.plan({ operationId })).hash).toBe(submit.planHash);
  });

  test('the same press twice is the same answer', async () => {
    const { id } = await insertServer(web.db);
    const submit = await form(id);
    const first = await install(submit);
    expect(await install(submit)).toEqual(first);
    expect(await web.db.operation.count({ where: { serverId: id } })).toBe(1);
  });

  test('twenty presses at once are one operation', async () => {
    const { id } = await insertServer(web.db);
    const submit = await form(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => install(submit)));
    for (const answer of answers) expect(answer).toEqual({ operationId: submit.operationId });
    await untilAccepted(web, submit.operationId);
    expect(await web.db.request.count({ where: { operationId: submit.operationId } })).toBe(1);
    expect(await web.db.operation.count({ where: { serverId: id } })).toBe(1);
    expect(await web.db.event.count({ where: { operationId: submit.operationId } })).toBe(1);
    expect(await web.db.outbox.count({ where: { operationId: submit.operationId } })).toBe(1);
  });

  test('a plan is shown unchecked, and says why', async () => {
    const { id } = await insertServer(web.db);
    const preview = await web.as('operator').packages.preview({
      serverId: id,
      packageId: 'redis',
      input: { password: REDIS_PASSWORD },
    });
    expect(preview).toMatchObject({
      possible: true,
      checkedAt: null,
      problem: 'The plan could not be checked against the server. Temporal cannot be reached right now.',
    });
    const states = preview.milestones.flatMap((milestone) => milestone.states);
    expect(states.length).toBeGreaterThan(0);
    expect(states.every(({ is, shown }) => is === 'not_checked' && shown !== '')).toBe(true);
    expect(preview.hash).toBe((await form(id)).planHash);
    expect(JSON.stringify(preview)).not.toContain(REDIS_PASSWORD);
  });
});

describe('one clear sentence, and nothing is stored, where', () => {
  async function refused(submit: SubmittedForm, act = install) {
    const before = await web.db.operation.count();
    const error = await act(submit).then(
      () => null,
      (thrown: unknown) =>
        thrown as { code: string; cause: { publicMessage: string; fields?: Record<string, string> } },
    );
    expect(await web.db.operation.count()).toBe(before);
    return { code: error?.code, sentence: error?.cause.publicMessage, fields: error?.cause.fields };
  }

  test('the plan is another than the one that was seen', async () => {
    const { id } = await insertServer(web.db);
    expect(await refused({ ...(await form(id)), planHash: 'seen' })).toMatchObject({
      code: 'CONFLICT',
      sentence: 'The plan has changed since you saw it. Review it again, then confirm.',
    });
  });

  test('the package is being installed already', async () => {
    const { id, name } = await insertServer(web.db);
    await install(await form(id));
    expect(await refused(await form(id))).toMatchObject({
      code: 'CONFLICT',
      sentence: `“Install Redis on ${name}” is not finished yet: wait for it, or cancel it.`,
    });
    const preview = await web.as('operator').packages.preview({
      serverId: id,
      packageId: 'redis',
      input: { password: REDIS_PASSWORD },
    });
    expect(preview).toMatchObject({
      possible: false,
      problem: `“Install Redis on ${name}” is not finished yet: wait for it, or cancel it.`,
    });
  });

  test.each([
    ['awaiting_confirmation', 'Confirm the host key of '],
    ['enrolling', 'is still being connected. Try again in a moment.'],
    ['enrollment_failed', 'could not be connected. Wrong user name or password for 192.0.2.1.'],
    ['host_key_changed', 'has changed: nothing is sent to it until you confirm the new one.'],
  ] as const)('the server is %s', async (status, sentence) => {
    const { id } = await insertServer(web.db, {
      status,
      problem: { code: 'password_rejected', host: '192.0.2.1' },
    });
    const answer = await refused(await form(id));
    expect(answer.code).toBe('PRECONDITION_FAILED');
    expect(answer.sentence).toContain(sentence);
  });

  test('the server runs something else', async () => {
    const facts = { ...BOOKWORM, version: '11', prettyName: 'Debian GNU/Linux 11 (bullseye)' };
    const { id } = await insertServer(web.db, { facts });
    const { code, sentence } = await refused(await form(id));
    expect(code).toBe('PRECONDITION_FAILED');
    expect(sentence).toContain('this server runs Debian GNU/Linux 11 (bullseye).');
  });

  test('nobody knows what the server runs', async () => {
    const { id, name } = await insertServer(web.db, { facts: undefined });
    const { code, sentence } = await refused(await form(id));
    expect(code).toBe('PRECONDITION_FAILED');
    expect(sentence).toBe(`The operating system of ${name} is unknown. Remove the server and add it again.`);
    const preview = await web
      .as('operator')
      .packages.preview({ serverId: id, packageId: 'nginx', input: {} });
    expect(preview).toMatchObject({ possible: false, problem: sentence, milestones: [] });
  });

  test('the form is rubbish', async () => {
    const { id } = await insertServer(web.db);
    const input = { password: 'with space', port: 'many', memoryMb: -1, nonsense: {} };
    const { code, sentence, fields } = await refused({ ...(await form(id)), input });
    expect(code).toBe('BAD_REQUEST');
    expect(sentence).toBe(`${Object.keys(fields ?? {}).length} fields need to be corrected.`);
    expect(Object.keys(fields ?? {}).sort()).toEqual(['memoryMb', 'nonsense', 'password', 'port']);
    expect(JSON.stringify(fields)).not.toContain('with space');
  });

  test('there is nothing to uninstall', async () => {
    const { id } = await insertServer(web.db);
    const request = { kind: 'uninstall', packageId: 'nginx', input: {} };
    expect(await refused(await form(id, request), uninstall)).toMatchObject({
      code: 'NOT_FOUND',
      sentence: 'Installation not found.',
    });
  });

  test('the id belongs to another operation', async () => {
    const one = await insertServer(web.db);
    const two = await insertServer(web.db);
    const submit = await form(one.id);
    await install(submit);
    expect(await refused({ ...(await form(two.id)), operationId: submit.operationId })).toMatchObject({
      code: 'CONFLICT',
      sentence: ALREADY_SUBMITTED,
    });
  });

  test('the id was used for the same form with another password, other settings or another plan', async () => {
    const { id } = await insertServer(web.db);
    const submit = await form(id);
    await install(submit);
    for (const other of [
      { input: { password: 'another-password-of-redis' } },
      { input: { ...submit.input, port: 6380 } },
      { planHash: 'another' },
    ])
      expect(await refused({ ...submit, ...other })).toMatchObject({
        code: 'CONFLICT',
        sentence: ALREADY_SUBMITTED,
      });
    expect(await install(submit)).toMatchObject({ operationId: submit.operationId });
  });

  test('there is no such server or package', async () => {
    const { id } = await insertServer(web.db);
    const submit = await form(id);
    expect(await refused({ ...submit, serverId: 'nowhere' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ ...submit, packageId: 'nothing' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('install, uninstall, install again: each waits for nothing but the one before', async () => {
  const { id } = await insertServer(web.db);
  for (const kind of ['install', 'uninstall', 'install'] as const) {
    const submit = await form(id, { kind });
    await submitForm(web, submit);
    expect(await drive(web.db, submit.operationId).complete()).toBe('completed');
    const { operationId } = submit;
    const { progress } = await web.as('viewer').operations.get({ operationId });
    expect(progress).toMatchObject({ status: 'completed', percentage: 100 });
    expect(progress.resource === null).toBe(kind === 'uninstall');
  }
});
