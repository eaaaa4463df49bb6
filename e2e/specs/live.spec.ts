import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';
import { expectGapless } from '../support/events';
import { bar, ended, submit } from '../support/operations';
import { partPid } from '../support/product';

test.describe.configure({ mode: 'serial' });

test('twelve tabs show the same operation live over one connection', async ({ page, context }) => {
  await submit(page, 'Install', 'nginx');
  const tabs = [page];
  while (tabs.length < 12) {
    const tab = await context.newPage();
    await tab.goto(page.url());
    tabs.push(tab);
  }
  for (const tab of tabs) {
    await expect(bar(tab)).toHaveAttribute('aria-valuenow', '100', { timeout: 100_000 });
    await expectGapless(tab);
  }
});

test('the browser is offline for a while: the page catches up without a gap', async ({ page, context }) => {
  await submit(page, 'Uninstall', 'nginx');
  await expect(bar(page)).toBeVisible();
  await context.setOffline(true);
  await page.waitForTimeout(60_000);
  await context.setOffline(false);
  await ended(page);
  await expectGapless(page);
});

test('the console dies and comes back under an open page', async ({ page }) => {
  await submit(page, 'Install', 'nginx');
  await expect(bar(page)).toHaveAttribute('aria-valuetext', /Step [23] of 6/);
  process.kill(await partPid('web'), 'SIGKILL');
  await ended(page);
  await expectGapless(page);
});

test('the worker dies in the middle: the operation goes on from its milestone', async ({ page }) => {
  await submit(page, 'Uninstall', 'nginx');
  await expect(bar(page)).toHaveAttribute('aria-valuetext', /Step [12] of/);
  process.kill(await partPid('worker'), 'SIGKILL');
  await ended(page);
});
