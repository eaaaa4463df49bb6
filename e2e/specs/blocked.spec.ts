import { expect } from '@playwright/test';
import { freeApt, holdApt } from '../support/apt';
import { expectAllAccessible } from '../support/axe';
import { ended, submit } from '../support/operations';
import { onPractice, practice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

test.afterAll(async () => {
  await practice().heal();
  await freeApt();
  await onPractice('systemctl unmask --quiet nginx');
});

const here = (url: string) => new URL(url).pathname;

test('a pause, and the pages while it stands still', async ({ page }) => {
  await holdApt();
  await submit(page, 'Install', 'nginx');
  await expect(page.getByText('Installing nginx started')).toBeVisible();
  await page.getByRole('button', { name: /^Pause/ }).click();
  await page.getByRole('menuitem', { name: 'Pause now' }).click();
  await expect(page.getByRole('main').getByText('Pausing', { exact: true }).first()).toBeVisible();
  await freeApt();
  await expect(page.getByRole('main').getByText('Paused', { exact: true }).first()).toBeVisible();
  const operation = here(page.url());
  await expectAllAccessible(page, [operation, '/']);
  await expect(page.getByRole('heading', { name: /Install nginx on practice is paused/ })).toBeVisible();
  await page.goto(operation);
  await page.getByRole('button', { name: 'Resume now' }).click();
  await ended(page);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});

test('a failure, and the pages while a decision is waited for', async ({ page }) => {
  await onPractice('systemctl mask --quiet nginx');
  await submit(page, 'Install', 'nginx');
  await expect(page.getByRole('button', { name: 'Retry this milestone' })).toBeVisible({ timeout: 100_000 });
  const operation = here(page.url());
  await page.getByRole('link', { name: 'practice', exact: true }).first().click();
  await page.waitForURL(/\/servers\//);
  await expectAllAccessible(page, [operation, here(page.url()), '/', '/operations']);
  await page.goto(operation);
  await page.getByRole('button', { name: 'Roll back…' }).click();
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await ended(page, 'Rolled back');
  await onPractice('systemctl unmask --quiet nginx');
});

test('canceled while the server is out of reach: the queue is blocked until it is verified', async ({
  page,
}) => {
  await holdApt();
  await submit(page, 'Install', 'nginx');
  await expect(page.getByText('Installing nginx started')).toBeVisible();
  await practice().cut();
  await page.getByRole('button', { name: 'Cancel…' }).click();
  await page.getByRole('button', { name: 'Cancel operation' }).click();
  await page.getByRole('button', { name: 'Stop waiting…' }).click({ timeout: 100_000 });
  await page.getByRole('button', { name: 'Stop waiting', exact: true }).click();
  await ended(page, 'Canceled');
  const operation = here(page.url());
  await page.getByRole('link', { name: 'practice', exact: true }).first().click();
  await page.waitForURL(/\/servers\//);
  const server = here(page.url());
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText('may still run');
  await expectAllAccessible(page, [server, '/servers', '/', operation]);
  await page.goto('/');
  await expect(
    page.getByRole('heading', { name: 'practice is unreachable, and its queue is blocked' }),
  ).toBeVisible();

  await practice().heal();
  await page.goto(server);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(page.getByRole('region', { name: 'Queue' })).toContainText(
    'The next operation starts immediately',
    {
      timeout: 60_000,
    },
  );
  expect(await onPractice('pgrep -f [e]2e-hold || echo nothing lives')).toBe('nothing lives');
});
