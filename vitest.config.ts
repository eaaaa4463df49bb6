import { defineConfig } from 'vitest/config';

const everywhere = (suffix: string) => [`{packages,apps,lab,bench,scripts}/**/*${suffix}`];
const exclude = ['**/node_modules/**', '**/dist/**', '**/.next/**'];
const database = {
  globalSetup: ['scripts/test/setup/database.setup.ts'],
  setupFiles: ['scripts/test/setup/own-database.ts'],
};
const engine = {
  globalSetup: [...database.globalSetup, 'scripts/test/setup/temporal.setup.ts'],
  setupFiles: [...database.setupFiles, 'scripts/test/setup/own-temporal.ts'],
};

const servers = {
  globalSetup: [...engine.globalSetup, 'scripts/test/setup/lab.setup.ts'],
  setupFiles: [...engine.setupFiles, 'scripts/test/setup/own-servers.ts'],
};

/** One project per suite, distinguished by the file's suffix: see docs/testing.md. */
export default defineConfig({
  test: {
    // Two cores are the machine we measure on; more are used where they are.
    maxWorkers: '100%',
    retry: 0,
    projects: [
      {
        test: {
          name: 'tables',
          testTimeout: 30_000, // a loaded machine takes its time
          include: everywhere('.test.ts'),
          exclude: [
            ...exclude,
            '**/conformance.test.ts',
            '**/*.db.test.ts',
            '**/*.workflow.test.ts',
            '**/*.servers.test.ts',
            '**/*.faults.test.ts',
            '**/*.life.test.ts',
          ],
        },
      },
      { test: { name: 'conformance', include: everywhere('/conformance.test.ts'), exclude } },
      {
        test: {
          name: 'database',
          include: everywhere('.db.test.ts'),
          exclude,
          testTimeout: 30_000,
          ...database,
        },
      },
      {
        test: {
          name: 'workflow',
          include: everywhere('.workflow.test.ts'),
          exclude,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          ...engine,
        },
      },
      {
        test: {
          name: 'servers',
          include: everywhere('.servers.test.ts'),
          exclude,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...servers,
        },
      },
      {
        // By hand alone, see docs/testing.md: npx vitest run --project life
        test: {
          name: 'life',
          include: everywhere('.life.test.ts'),
          exclude,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          ...servers,
        },
      },
      {
        test: {
          name: 'faults',
          include: everywhere('.faults.test.ts'),
          exclude,
          // Each wait in a test has a bound of its own.
          testTimeout: 600_000,
          hookTimeout: 120_000,
          ...servers,
          globalSetup: [...servers.globalSetup, 'scripts/test/setup/faults.setup.ts'],
        },
      },
    ],
  },
});
