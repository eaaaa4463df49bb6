import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase } from '../../services/postgres';
import { overrideProvided } from './override-provided';

/** Runs before each test file: copies the migrated database, so that files run side by side and none sees the rows of another. */
const url = new URL(inject('databaseUrl'));
const template = url.pathname.slice(1);
const name = `test_${randomBytes(6).toString('hex')}`;
url.pathname = '/postgres';
await createDatabase(url.href, name, template);
url.pathname = `/${name}`;
overrideProvided('databaseUrl', url.href);
