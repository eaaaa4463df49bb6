import { operationContext } from '@milepost/packages-core/credentials/contexts';
import { CannotOpen, open } from '@milepost/packages-core/credentials/open';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { REDIS_PASSWORD, formFor, submitForm } from '../../testing/operations';
import type { SubmittedForm } from '../../testing/operations';
import { insertServer } from '../../testing/rows';
import { webProcess } from '../../testing/web-process';
import type { WebProcess } from '../../testing/web-process';
import { requestDigest, requestDigestKey } from './request-digest';

let web: WebProcess;
beforeAll(async () => {
  web = await webProcess({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => web.close());

const form = (serverId: string) => formFor(web, { serverId });
const install = (input: SubmittedForm) => web.as('operator').packages.install(input);

test('simultaneous requests with two passwords create one operation, and the others are rejected with a sentence', async () => {
  const { id } = await insertServer(web.db);
  const submit = await form(id);
  const passwords = [REDIS_PASSWORD, 'another-password-of-redis'];
  const presses = Array.from({ length: 12 }, (_, n) => {
    const password = passwords[n % 2];
    return install({ ...submit, input: { password } }).then(
      () => ({ password, accepted: true }),
      (error: unknown) => {
        expect(error).toMatchObject({
          code: 'CONFLICT',
          cause: { publicMessage: expect.stringContaining('already submitted') as string },
        });
        return { password, accepted: false };
      },
    );
  });
  const accepted = (await Promise.all(presses)).filter((press) => press.accepted);
  expect(accepted).toHaveLength(6);
  expect(new Set(accepted.map(({ password }) => password)).size).toBe(1);
  const { sealedSecrets, server } = await web.db.operation.findUniqueOrThrow({
    where: { id: submit.operationId },
    include: { server: true },
  });
  const box = sealedSecrets ?? new Uint8Array();
  const opened = await open(web.privateKey, box, operationContext(submit.operationId, server));
  expect(JSON.parse(Buffer.from(opened).toString())).toEqual({ password: accepted[0]?.password });
});

test('what is stored of a request to recognize it needs a key that is not in the database, and differs for each request', async () => {
  const digestOf = async (operationId: string) =>
    (await web.db.operation.findUniqueOrThrow({ where: { id: operationId } })).requestDigest;
  const submit = await form((await insertServer(web.db)).id);
  const second = { ...submit, operationId: crypto.randomUUID() };
  await install(submit);
  const stored = await digestOf(submit.operationId);
  expect(stored).toHaveLength(32);
  const { MILEPOST_AUTH_SECRET: secret } = web.environment;
  const digest = (key: string, of: SubmittedForm) => requestDigest(requestDigestKey(key), of);
  expect(digest(secret, submit)).toEqual(stored);
  expect(digest(`${secret}!`, submit)).not.toEqual(stored);
  expect(digest(secret, second)).not.toEqual(stored);
  expect(await wholeDatabase()).not.toContain(secret);
});

describe('the password', () => {
  let operationId: string;
  beforeAll(async () => {
    const { id } = await insertServer(web.db);
    operationId = await submitForm(web, await form(id));
  });

  test('is in no row and no answer', async () => {
    const rows = await web.db.$queryRaw<{ dump: string }[]>`
      select concat((select json_agg(o) from operations o), (select json_agg(p) from plans p),
        (select json_agg(e) from events e), (select json_agg(m) from milestones m),
        (select json_agg(i) from installations i), (select json_agg(x) from outbox x)) as dump`;
    expect(rows[0]?.dump).toContain(operationId);
    const viewer = web.as('viewer');
    const answers = await Promise.all([
      viewer.operations.get({ operationId }),
      viewer.operations.events({ operationId, after: 0 }),
      viewer.operations.output({ operationId, after: 0 }),
      viewer.operations.plan({ operationId, scripts: true }),
      viewer.operations.list({}),
      viewer.live.poll({ watch: { [operationId]: { event: 0, output: 0 } } }),
    ]);
    for (const text of [rows[0]?.dump ?? '', JSON.stringify(answers)]) {
      expect(text).not.toContain(REDIS_PASSWORD);
      expect(text).not.toContain(Buffer.from(REDIS_PASSWORD).toString('base64').slice(0, -2));
      expect(text).not.toContain(Buffer.from(REDIS_PASSWORD).toString('hex'));
    }
    expect(answers[0].input.password).toBe('‹password›');
    expect(
      answers[3].milestones
        .flatMap(({ states }) => states)
        .map(({ apply }) => apply)
        .join(),
    ).toContain('‹password›');
  });

  test('is opened by the worker’s key', async () => {
    const { sealedSecrets, server } = await web.db.operation.findUniqueOrThrow({
      where: { id: operationId },
      include: { server: true },
    });
    const opened = await open(
      web.privateKey,
      sealedSecrets ?? new Uint8Array(),
      operationContext(operationId, server),
    );
    expect(JSON.parse(Buffer.from(opened).toString())).toEqual({ password: REDIS_PASSWORD });
  });

  test('is not opened by anything that the web process has: its whole environment and database', async () => {
    const { sealedSecrets, server } = await web.db.operation.findUniqueOrThrow({
      where: { id: operationId },
      include: { server: true },
    });
    const dump = await wholeDatabase();
    expect(dump).toContain(Buffer.from(sealedSecrets ?? []).toString('hex'));
    const known = [...Object.values(web.environment), ...Object.values(process.env), dump].join('\n');
    expect(known).not.toContain(web.privateKey);
    const keys = new Set(known.match(/[A-Za-z0-9+/]{43}=/g));
    expect(keys).toContain(web.environment.MILEPOST_SEALING_KEY);
    for (const key of keys) {
      const attempt = open(key, sealedSecrets ?? new Uint8Array(), operationContext(operationId, server));
      await expect(attempt).rejects.toThrow(CannotOpen);
    }
  });
});

/** Every row of every table, as text. */
async function wholeDatabase(): Promise<string> {
  const tables = await web.db.$queryRaw<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`;
  const dumps = await Promise.all(
    tables.map(({ name }) =>
      web.db.$queryRawUnsafe<{ dump: string }[]>(`select json_agg(t)::text as dump from ${name} t`),
    ),
  );
  return dumps
    .flat()
    .map(({ dump }) => dump)
    .join('\n');
}
