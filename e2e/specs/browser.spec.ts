import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import pg from 'pg';
import { freeApt, holdApt, makeAptChatty } from '../support/apt';
import { expectGapless } from '../support/events';
import { ended, submit } from '../support/operations';
import { OWNER } from '../support/owner';
import { partPid, product } from '../support/product';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

/** A tab that nobody looks at for so long; half an hour where every fault is run whole. */
const BACKGROUND_MS = process.env.MILEPOST_FAULTS_ALL === '1' ? 30 * 60_000 : 20_000;
const MIB = 1024 * 1024;
const CHATTY_LINES = 60_000;

test.afterEach(async () => {
  await freeApt();
});

async function uninstall(page: Page): Promise<void> {
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
}

/** Bytes of memory that a process holds. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

test('a slow browser under a chatty command: memory stays bounded, and in the end nothing is missing', async ({
  page,
}) => {
  await makeAptChatty(CHATTY_LINES, 10);
  const web = await partPid('web');
  const before = await residentBytes(web);
  await submit(page, 'Install', 'nginx');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  const throttle = (bytesPerSecond: number) =>
    cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: bytesPerSecond > 0 ? 300 : 0,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  await throttle(24 * 1024);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  const operation = `/api/trpc/operations.get?input=${encodeURIComponent(
    JSON.stringify({ operationId: page.url().split('/').at(-1) }),
  )}`;
  await expect
    .poll(async () => (await page.request.get(operation)).text(), { timeout: 100_000 })
    .toContain('"status":"completed"');
  expect((await residentBytes(web)) - before).toBeLessThan(256 * MIB);

  await throttle(-1);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await ended(page);
  await expectGapless(page);
  await expect(page.getByRole('log')).toContainText('Setting up nginx');
  await expect(page.getByRole('region', { name: 'Output' })).toContainText(/\d+ lines, \d+(\.\d)? MB/);
  await cdp.send('Performance.enable');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Infinity;
  expect(heap).toBeLessThan(256 * MIB);
  await uninstall(page);
});

test('a tab in the background for a while catches up without a gap', async ({ page }) => {
  test.setTimeout(BACKGROUND_MS + 240_000);
  await holdApt();
  await submit(page, 'Install', 'nginx');
  await expect(page.getByText('Installing nginx started')).toBeVisible();
  const cdp = await page.context().newCDPSession(page);
  await hide(page, true);
  // Longer than a glance: by then the tab has said that it follows nothing.
  await page.waitForTimeout(12_000);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await freeApt();
  await new Promise((resolve) => setTimeout(resolve, BACKGROUND_MS));
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await hide(page, false);
  await ended(page);
  await expectGapless(page);
  await uninstall(page);
});

/** Headless tabs are all in front: the page is made to believe that it is hidden, as a browser with a window would. */
async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: now });
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      value: now ? 'hidden' : 'visible',
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

test('the console’s LISTEN connection is dropped again and again: the page goes on', async ({ page }) => {
  await holdApt();
  await submit(page, 'Install', 'nginx');
  await expect(page.getByText('Installing nginx started')).toBeVisible();
  await noteArrivals(page);
  const client = new pg.Client(product().databaseUrl);
  await client.connect();
  try {
    const drop = async () =>
      (
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'milepost listen'",
        )
      ).rowCount;
    expect(await drop()).toBeGreaterThan(0);
    await freeApt();
    for (let i = 0; i < 10; i++) {
      await page.waitForTimeout(300);
      await drop();
    }
  } finally {
    await client.end();
  }
  await ended(page);
  await expectGapless(page);
  const lags = await page.evaluate(() => (window as unknown as { lags: number[] }).lags);
  expect(lags.length).toBeGreaterThan(5);
  // Whole seconds are shown, and a busy machine draws late; the next sign of life would come after 15 s.
  expect(Math.max(...lags)).toBeLessThan(5_000);
  await uninstall(page);
});

/** Notes for each event that comes from now on how long after the clock shown with it (in whole seconds) it came. */
async function noteArrivals(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Events' }).evaluate((events) => {
    const lags: number[] = [];
    Object.assign(window, { lags });
    const seen = new Set([...events.querySelectorAll('li')].map((row) => row.innerText.split('\n')[0]));
    new MutationObserver(() => {
      for (const row of events.querySelectorAll('li')) {
        const [n = '', clock = ''] = row.innerText.split('\n');
        if (seen.has(n)) continue;
        seen.add(n);
        const at = new Date();
        const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
        at.setHours(hours, minutes, seconds, 0);
        lags.push(Date.now() - at.getTime());
      }
    }).observe(events, { childList: true, subtree: true });
  });
}

test('who signs out in one tab is signed out in the other, and its stream ends', async ({ browser }) => {
  const context = await browser.newContext({
    baseURL: product().url,
    storageState: { cookies: [], origins: [] },
  });
  const [first, second] = [await context.newPage(), await context.newPage()];
  await first.goto('/sign-in');
  await first.getByLabel('Email').fill(OWNER.email);
  await first.getByLabel('Password').fill(OWNER.password);
  await first.getByRole('button', { name: 'Sign in' }).click();
  await expect(first.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await expect(first.getByText('Live', { exact: true }).first()).toBeVisible();
  const wholeStream = readStream(await context.cookies());
  await first.goto('/operations');
  await expect(first.getByText('Live', { exact: true }).first()).toBeVisible();

  await second.goto('/settings');
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(second).toHaveURL(/\/sign-in/);
  await expect(first).toHaveURL(/\/sign-in/);
  expect(await wholeStream).toContain('event: connected');
  await context.close();
});

/** A stream as a program would open it with the browser's cookies; answers with all of it when it has ended. */
async function readStream(cookies: { name: string; value: string }[]): Promise<string> {
  const input = encodeURIComponent(JSON.stringify({ watch: {} }));
  const answer = await fetch(`${product().url}/api/live.follow?input=${input}`, {
    headers: {
      accept: 'text/event-stream',
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
  });
  return answer.text();
}
