import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import './provided';
import { createDatabase } from '../services/postgres';

/**
 * Runs before each test file: copies the migrated database, so that files run side by side and none sees the
 * rows of another. `inject` reads this worker's record, and there is no public way to change it for one file.
 */
const url = new URL(inject('databaseUrl'));
const template = url.pathname.slice(1);
const name = `test_${randomBytes(6).toString('hex')}`;
url.pathname = '/postgres';
await createDatabase(url.href, name, template);
url.pathname = `/${name}`;

const worker = Reflect.get(globalThis, '__vitest_worker__') as { providedContext: { databaseUrl: string } };
worker.providedContext.databaseUrl = url.href;
if (inject('databaseUrl') !== url.href) throw new Error('vitest keeps what it provides elsewhere now');
