// cspell:ignore rolcreatedb rolcreaterole rolname rolsuper
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { roleUrl } from '@milepost/db/testing/role-url';
import { expect, inject, test } from 'vitest';
import { TEST_PASSWORDS } from '../test/setup/test-passwords';
import { prepareDatabase } from './database-roles';

const withDatabase = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

test('a database that an earlier version created as the superuser is handed over to its owner, once and for all', async () => {
  const superuser = withDatabase(inject('databaseUrl'), 'postgres');
  const name = `before_roles_${randomBytes(4).toString('hex')}`;
  await query(superuser, `create database ${name}`);
  const own = withDatabase(superuser, name);
  await query(
    own,
    `create type mood as enum ('fine'); create table things (id bigserial primary key, mood mood);
    create view shown as select id from things; create function one() returns int language sql as 'select 1'`,
  );
  for (const start of ['the first', 'the second']) {
    await prepareDatabase(superuser, name, TEST_PASSWORDS);
    const owner = roleUrl(own, 'milepost_owner');
    await query(
      owner,
      `alter table things add column "${start}" text; insert into things (mood) values ('fine')`,
    );
  }
  const owner = roleUrl(own, 'milepost_owner');
  await query(
    owner,
    `alter type mood add value 'better'; drop view shown; drop function one(); create table more (id int)`,
  );
  expect(await query(owner, 'select count(*)::int as n from things')).toEqual([{ n: 2 }]);
  await expect(query(roleUrl(own, 'milepost_web'), 'select 1')).rejects.toMatchObject({ code: '42501' });
  expect(
    await query(
      superuser,
      `select count(*)::int as n from pg_roles where rolname like 'milepost\\_%' and (rolsuper or rolcreaterole or rolcreatedb)`,
    ),
  ).toEqual([{ n: 0 }]);
});
