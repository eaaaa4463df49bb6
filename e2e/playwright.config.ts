import { existsSync } from 'node:fs';
import os from 'node:os';
import { defineConfig, devices } from '@playwright/test';

const CHROMIUM = '/usr/bin/chromium';
/** Specs mostly wait for servers and pages; timings are judged, so there are no more than cores. */
const WORKERS = Math.min(2, os.availableParallelism());
const asRoot = process.getuid?.() === 0;

/** Against the whole product, which global-setup.ts starts with `npm start`. The first project creates the owner. */
export default defineConfig({
  testDir: '.',
  globalSetup: './support/global-setup.ts',
  outputDir: '../test-results',
  timeout: 240_000,
  expect: { timeout: 15_000 },
  retries: 0,
  // A worker runs one file at a time, against a product of its own with its own practice server.
  workers: WORKERS,
  forbidOnly: Boolean(process.env.CI),
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: existsSync(CHROMIUM) ? CHROMIUM : undefined,
      // Chromium has no sandbox for root.
      args: asRoot ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'owner', testMatch: /owner\.setup\.ts/ },
    { name: 'console', testMatch: /.*\.spec\.ts/, testIgnore: /start\.spec\.ts/, dependencies: ['owner'] },
    // Products of their own, beside the one that the others share.
    { name: 'start', testMatch: /start\.spec\.ts/ },
  ],
});
