import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

const packageDirectory = fileURLToPath(new URL('..', import.meta.url));

/** Prisma's own CLI, on this file's migrated database. */
function prisma(...words: string[]): Promise<{ stdout: string }> {
  const env = { ...process.env, DATABASE_URL: inject('databaseUrl') };
  return promisify(execFile)('npx', ['prisma', ...words], { cwd: packageDirectory, env });
}

test('a migrated database is what the schema says', async () => {
  const diff = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma'];
  expect((await prisma(...diff, '--exit-code')).stdout).toContain('No difference detected');
});

test('every migration is applied', async () => {
  expect((await prisma('migrate', 'status')).stdout).toContain('Database schema is up to date');
});
