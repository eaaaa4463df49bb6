import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

/** Whether Prisma's native schema engine was downloaded (it cannot be where there is no internet). */
function hasNativeEngine(): boolean {
  const cli = createRequire(import.meta.url).resolve('prisma/package.json');
  const engines = createRequire(cli).resolve('@prisma/engines/package.json');
  return readdirSync(path.dirname(engines)).some((file) => file.startsWith('schema-engine-'));
}

// Here and not in the shell: the CLI reads this file before it looks for its engine, and turbo drops PRISMA_* variables.
if (!process.env.PRISMA_SCHEMA_ENGINE_BINARY && !hasNativeEngine()) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = path.join(import.meta.dirname, 'schema-engine', 'main.mjs');
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Not env(): it throws when the variable is unset, even for `generate`.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
