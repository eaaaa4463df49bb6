import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { freeApt, holdApt } from '../support/apt';
import { expectAccessible, lookAs } from '../support/axe';
import { ended, submit } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

const steps = (page: Page) => page.getByRole('region', { name: 'Steps' }).getByRole('listitem');
const plans = (page: Page) => page.getByRole('region', { name: 'Plan for practice' });
const runButton = (page: Page) => page.getByRole('button', { name: /^Run .* on practice/ });
const status = (page: Page, word: string) =>
  expect(page.getByRole('main').getByText(word, { exact: true }).first()).toBeVisible({ timeout: 180_000 });

async function expectAccessibleEverywhere(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await lookAs(page, theme, width);
      await expectAccessible(page);
      await page.screenshot({
        ...{ path: test.info().outputPath(`${name}-${theme}-${width}.png`), fullPage: true },
      });
    }
  await lookAs(page, 'light', 1280);
}

test('a stack shows the plan of each step, stops at one that is canceled, and continues with the rest', async ({
  page,
}) => {
  await page.goto('/');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.waitForURL('**/stacks');
  await expect(page.getByRole('heading', { name: 'No stacks of your own' })).toBeVisible();
  await page.getByRole('link', { name: 'Run PHP server…' }).click();
  await expect(page.getByLabel('Version', { exact: true })).toHaveValue('8.2');
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(/^.{24,}$/);
  await expect(runButton(page)).toBeEnabled({ timeout: 120_000 });
  await expect(
    plans(page)
      .locator('summary')
      .getByText(/^\d?Install .* on practice$/),
  ).toHaveCount(3);
  await plans(page).getByText('Install nginx on practice').click();
  await expect(plans(page).getByRole('heading', { name: 'Installing nginx' })).toBeVisible();
  await expectAccessibleEverywhere(page, 'form');

  await holdApt();
  try {
    await runButton(page).click();
    await page.waitForURL(/\/stacks\/runs\/[0-9a-f-]+$/);
    const run = page.url();
    await expect(page.getByRole('status').getByText('Step 1 of 3: Install nginx on practice.')).toBeVisible();
    await steps(page).getByRole('link', { name: 'Install nginx on practice' }).click();
    await expect(page.getByRole('heading', { name: 'Install nginx on practice', level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Cancel…' }).click();
    await page.getByRole('button', { name: 'Cancel operation' }).click();
    await freeApt();
    await ended(page, 'Canceled');
    await page.goto(run);
  } finally {
    await freeApt();
  }
  await status(page, 'Stopped');
  await expect(page.getByText(/^Step 1 of 3 was canceled: Install nginx on practice/)).toBeVisible();
  await expect(page.getByText('Nothing after step 1 begins before you decide.')).toBeVisible();
  await expect(steps(page).nth(1)).toContainText('Waiting');
  await expectAccessibleEverywhere(page, 'stopped');
  await page.getByRole('button', { name: 'Continue with the rest' }).click();
  await status(page, 'Running');
  await status(page, 'Completed');
  await expect(page.getByText('2 steps completed, 1 not completed.')).toBeVisible();
  await expect(steps(page).nth(2)).toContainText('Succeeded');
  expect(await onPractice('php8.2 -r "echo 6*7;"; systemctl is-active redis-server')).toBe('42active');
});

test('a stack that is run again changes what differs and skips what does not', async ({ page }) => {
  await page.goto('/stacks/php-server/run');
  // Redis has a password: without another one it stays as it is.
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  await expect(runButton(page)).toBeEnabled({ timeout: 120_000 });
  await expect(plans(page).getByText('already in place', { exact: true })).toHaveCount(2);
  await runButton(page).click();
  await page.waitForURL(/\/stacks\/runs\/[0-9a-f-]+$/);
  await status(page, 'Completed');
  await expect(page.getByText('1 step completed, 2 already in place.')).toBeVisible();
  await expectAccessibleEverywhere(page, 'completed');
  expect(await onPractice('curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1/')).toBe('200');
});

test('what is installed is saved as a stack without secrets, which finds everything in place', async ({
  page,
}) => {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  await page.getByRole('button', { name: 'Save as stack…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as stack' });
  await dialog.getByLabel('Name').fill('PHP server');
  await dialog.getByRole('button', { name: 'Save stack' }).click();
  await expect(dialog.getByText(/Choose another name/)).toBeVisible();
  await dialog.getByLabel('Name').fill('Shop');
  await expect(dialog.getByText(/Choose another name/)).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save stack' }).click();
  await page.waitForURL('**/stacks');
  await expectAccessibleEverywhere(page, 'stacks');
  await page.getByRole('link', { name: 'Run Shop…' }).click();
  await expect(runButton(page)).toBeEnabled({ timeout: 120_000 });
  await expect(plans(page).getByText('already in place', { exact: true })).toHaveCount(3);
  await runButton(page).click();
  await status(page, 'Completed');
  await expect(page.getByText('3 already in place.')).toBeVisible();
  await page.goto('/stacks');
  await page.getByRole('button', { name: 'Delete Shop…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete stack' }).click();
  await expect(page.getByRole('heading', { name: 'No stacks of your own' })).toBeVisible();
});

test('and away with all of it', async ({ page }) => {
  for (const title of ['Redis', 'PHP 8.2', 'nginx']) {
    await submit(page, 'Uninstall', title);
    await ended(page);
  }
  expect(await onPractice('command -v redis-server nginx php-fpm8.2 || echo gone')).toBe('gone');
});
