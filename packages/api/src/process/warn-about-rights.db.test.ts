import { createDatabase } from '@milepost/db/client';
import { roleUrl } from '@milepost/db/testing/role-url';
import { expect, inject, test } from 'vitest';
import { createLogger } from './log';
import { warnAboutRights } from './warn-about-rights';

async function warnings(url: string): Promise<unknown[]> {
  const db = createDatabase(url);
  const log = createLogger('silent');
  const said: unknown[] = [];
  log.warn = (fields: unknown) => void said.push(fields);
  await warnAboutRights({ db, log });
  await db.$disconnect();
  return said;
}

test('a console whose login may write what workers act on says so at its start', async () => {
  const url = inject('databaseUrl');
  expect(await warnings(roleUrl(url, 'milepost_owner'))).toEqual([{ role: 'milepost_owner' }]);
  expect(await warnings(roleUrl(url, 'milepost_web'))).toEqual([]);
});

test('without a database nothing is known, and nothing is said', async () => {
  expect(await warnings('postgresql://milepost_web@127.0.0.1:9/milepost')).toEqual([]);
});
