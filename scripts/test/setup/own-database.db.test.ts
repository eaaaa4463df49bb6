import pg from 'pg';
import { expect, inject, test } from 'vitest';

test('the database belongs to this file alone and has the tables of the newest migration', async () => {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  const { rows } = await client.query<{ name: string; migrations: string; servers: string }>(
    `select current_database() as name,
            (select count(*) from _prisma_migrations where finished_at is not null) as migrations,
            (select count(*) from servers) as servers`,
  );
  await client.end();
  expect(rows[0]?.name).toMatch(/^test_[0-9a-f]{12}$/);
  expect(Number(rows[0]?.migrations)).toBeGreaterThan(0);
  expect(Number(rows[0]?.servers)).toBe(0);
});
