import { randomUUID } from 'node:crypto';
import { operationContext } from '@milepost/packages-core/credentials/contexts';
import { open } from '@milepost/packages-core/credentials/open';
import { findPackage } from '@milepost/packages-core/dsl/catalog';
import { parseInput } from '@milepost/packages-core/dsl/input';
import { UNSEEN_PLAN } from '@milepost/contract/stack';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import type { StackStepPreview } from '../../views/stack-views';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const PASSWORD = 'correct-horse-battery';
const operator = () => web.as('operator').stacks;

function asked(serverId: string, other: object = {}) {
  return {
    ...{ runId: randomUUID(), stackId: 'php-server', serverId },
    given: { '2': { version: '8.2' }, '3': { password: PASSWORD } } as Record<
      string,
      Record<string, unknown>
    >,
    ...other,
  };
}

/** The last preview of each step. */
async function previewed(request: ReturnType<typeof asked>): Promise<StackStepPreview[]> {
  const last = new Map<number, StackStepPreview>();
  for await (const step of await operator().followPreview(request)) last.set(step.n, step);
  return [...last.values()];
}

async function run(request: ReturnType<typeof asked>) {
  const shown = (await previewed(request)).map(({ preview }) => ({ planHash: preview.hash }));
  return operator().run({ ...request, shown });
}

const stepsOf = (runId: string) => web.db.stackRunStep.findMany({ where: { runId }, orderBy: { n: 'asc' } });

/** As a worker leaves it after a completed install. */
const install = (serverId: string, packageId: string, other: object) =>
  web.db.installation.create({
    data: { serverId, packageId, status: 'active', installedAt: new Date(), ...other },
  });

describe('the stacks', () => {
  test('are those that ship and whose packages are in the catalog, and those that people have saved', async () => {
    const [first] = await web.as('viewer').stacks.list();
    expect(first).toMatchObject({
      ...{ id: 'php-server', name: 'PHP server', shipped: true, createdBy: null, problem: null },
      packages: [
        { id: 'nginx', title: 'nginx' },
        { id: 'php_fpm', title: 'PHP-FPM' },
        { id: 'redis', title: 'Redis' },
      ],
    });
  });

  test('ask for secrets and for what they leave open', async () => {
    const { id: serverId } = await insertServer(web.db);
    const { steps } = await web.as('viewer').stacks.form({ stackId: 'php-server', serverId });
    expect(steps.map(({ n, title, fields }) => [n, title, fields.map(({ name }) => name)])).toEqual([
      [1, 'nginx', []],
      [2, 'PHP-FPM', ['version']],
      [3, 'Redis', ['password']],
    ]);
  });

  test('say which packages the catalog no longer has, and are not run', async () => {
    const { id: serverId } = await insertServer(web.db);
    const steps = [{ packageId: 'gone', input: {} }];
    const id = randomUUID();
    await web.db.stack.create({ data: { id, name: `Old ${id}`, steps, createdBy: 'ada@example.com' } });
    const stack = (await web.as('viewer').stacks.list()).find((each) => each.id === id);
    expect(stack).toMatchObject({ problem: 'The catalog does not have all of its packages: gone.' });
    await expect(operator().run({ ...asked(serverId, { stackId: id }), shown: [] })).rejects.toThrow(
      'The catalog does not have all of its packages: gone.',
    );
  });
});

describe('a preview', () => {
  test('has each step with its plan, and says what is not valid by step and field', async () => {
    const { id: serverId, name } = await insertServer(web.db);
    const steps = await previewed(asked(serverId));
    expect(steps.map(({ n, title, is }) => [n, title, is])).toEqual([
      [1, `Install nginx on ${name}`, 'checked'],
      [2, `Install PHP 8.2 on ${name}`, 'checked'],
      [3, `Install Redis on ${name}`, 'checked'],
    ]);
    for (const { preview } of steps) expect(preview.milestones.length).toBeGreaterThan(1);
    const short = asked(serverId, { given: { '2': { version: '8.2' }, '3': { password: 'short' } } });
    await expect(operator().followPreview(short)).rejects.toMatchObject({
      cause: { fields: { '3.password': expect.stringContaining('16') as string } },
    });
  });

  test('skips what is installed with the same settings', async () => {
    const { id: serverId } = await insertServer(web.db);
    const parsed = parseInput(findPackage('nginx')!, {});
    if (!parsed.ok) throw new Error('nginx needs no input');
    const input = parsed.publicInput as object;
    await install(serverId, 'nginx', { begunInput: input, completedInput: input });
    const steps = await previewed(asked(serverId));
    expect(steps.map(({ is }) => is)).toEqual(['skipped', 'checked', 'checked']);
    await web.db.installation.updateMany({
      where: { serverId },
      data: { completedInput: { ...input, port: 81 } },
    });
    const [changed] = await previewed(asked(serverId));
    expect(changed).toMatchObject({
      is: 'checked',
      title: expect.stringContaining('Change nginx') as string,
    });
  });
});

describe('a run', () => {
  test('is written as it was previewed, begun by a worker, and shown', async () => {
    const { id: serverId, name } = await insertServer(web.db);
    const request = asked(serverId);
    const steps = await previewed(request);
    const shown = steps.map(({ preview }) => ({ planHash: preview.hash }));
    expect(await operator().run({ ...request, shown })).toEqual({ runId: request.runId });
    expect(await operator().run({ ...request, shown })).toEqual({ runId: request.runId });
    const rows = await stepsOf(request.runId);
    // PHP and Redis depend on what is read on the server, which an earlier step may change.
    expect(rows.map(({ shownHash }) => shownHash)).toEqual([
      ...[steps[0]?.preview.hash, UNSEEN_PLAN, UNSEEN_PLAN],
    ]);
    await vi.waitFor(async () =>
      expect(await web.as('viewer').stacks.getRun({ runId: request.runId })).toMatchObject({
        ...{ name: 'PHP server', server: { id: serverId, name }, status: 'running', percentage: 0 },
        ...{ sentence: `Step 1 of 3: Install nginx on ${name}.`, canEnd: true, canContinue: false },
        steps: [
          { status: 'submitted', operation: { title: `Install nginx on ${name}`, status: 'queued' } },
          { status: 'waiting', operation: null },
          { status: 'waiting', operation: null },
        ],
      }),
    );
    expect((await web.as('viewer').stacks.runs()).map(({ id }) => id)).toContain(request.runId);
  });

  test('seals each secret for the operation that gets it', async () => {
    const { id: serverId } = await insertServer(web.db);
    const request = asked(serverId);
    await run(request);
    const [, , redis] = await stepsOf(request.runId);
    const server = await web.db.server.findUniqueOrThrow({ where: { id: serverId } });
    const context = operationContext(redis?.operationId ?? '', server);
    const box = await open(web.privateKey, redis?.sealedSecrets ?? new Uint8Array(), context);
    expect(JSON.parse(Buffer.from(box).toString('utf8'))).toEqual({ password: PASSWORD });
    expect(JSON.stringify(redis)).not.toContain(PASSWORD);
    expect(redis?.input).toMatchObject({ password: '‹password›' });
  });

  test('is refused where a plan is not the one that was shown, and writes nothing', async () => {
    const { id: serverId } = await insertServer(web.db);
    const request = asked(serverId);
    const [first, ...others] = (await previewed(request)).map(({ preview }) => ({ planHash: preview.hash }));
    for (const shown of [[first!], [{ planHash: 'other' }, ...others]])
      await expect(operator().run({ ...request, shown })).rejects.toThrow('The plan has changed');
    expect(await web.db.stackRun.count({ where: { serverId } })).toBe(0);
  });

  test('is ended by a person, who is named', async () => {
    const { id: serverId } = await insertServer(web.db);
    const request = asked(serverId);
    await run(request);
    const ended = await operator().endRun({ runId: request.runId });
    expect(ended).toMatchObject({ status: 'ended', canEnd: false });
    expect(ended.sentence).toContain('Ended by ada@example.com.');
    await expect(operator().continueRun({ runId: request.runId, n: 1, again: false })).rejects.toThrow(
      'The stack is no longer at this step. Reload the page.',
    );
  });
});

describe('what is installed', () => {
  test('is saved as a stack without secrets, which a run asks for again', async () => {
    const { id: serverId } = await insertServer(web.db);
    const redis = await install(serverId, 'redis', {
      completedInput: { port: 6380, password: '‹password›', memoryMb: 64 },
    });
    const stackId = randomUUID();
    const save = { stackId, name: `Cache ${stackId}`, description: 'Ours', serverId };
    expect(await operator().save({ ...save, installationIds: [redis.id] })).toEqual({ stackId });
    const stored = await web.db.stack.findUniqueOrThrow({ where: { id: stackId } });
    expect(stored.steps).toEqual([{ packageId: 'redis', input: { port: 6380, memoryMb: 64 } }]);
    const { steps } = await operator().form({ stackId, serverId: (await insertServer(web.db)).id });
    expect(steps.map(({ fields }) => fields.map(({ name }) => name))).toEqual([['password']]);
    const again = { ...save, stackId: randomUUID(), installationIds: [redis.id] };
    await expect(operator().save(again)).rejects.toThrow('Choose another name.');
    expect(await operator().remove({ stackId })).toEqual({ removed: true });
    await expect(operator().remove({ stackId })).rejects.toThrow('Stack not found.');
  });

  test('is not saved before an install of it has completed', async () => {
    const { id: serverId } = await insertServer(web.db);
    const redis = await install(serverId, 'redis', { status: 'failed' });
    const save = { stackId: randomUUID(), name: 'Half', description: '', serverId };
    await expect(operator().save({ ...save, installationIds: [redis.id] })).rejects.toThrow(
      'Redis is not installed completely, so its settings cannot be saved.',
    );
    await expect(operator().save({ ...save, installationIds: ['none'] })).rejects.toThrow(
      'Installation not found.',
    );
  });
});
