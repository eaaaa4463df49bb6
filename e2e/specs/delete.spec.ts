import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ended, openForm, press, submitButton } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

/** An install of nginx that waits for a decision: its unit is masked, so that it installs and does not start. */
async function failedInstall(page: Page): Promise<void> {
  await onPractice('systemctl mask --quiet nginx && echo masked');
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  await expect(page.getByRole('button', { name: 'Roll back…' })).toBeVisible({ timeout: 100_000 });
}

const isInstalled = () =>
  onPractice("dpkg-query -W -f '${db:Status-Status}' nginx 2>/dev/null || echo not-installed");

test.afterAll(async () => {
  await onPractice('systemctl unmask --quiet nginx && echo unmasked');
});

test('the record of a failed installation goes alone, and nothing on the server is touched', async ({
  page,
}) => {
  await failedInstall(page);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const alone = page.getByRole('region', { name: 'Delete the record only' });
  await expect(alone).toContainText('practice is not changed');
  await alone.getByLabel('Reason').fill('it is set up by hand now');
  await alone.getByRole('button', { name: 'Delete the record only' }).click();
  await ended(page, 'Failed');
  await expect(page.getByText('the server was not changed: it is set up by hand now')).toBeVisible();
  expect(await isInstalled()).toBe('installed');
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  await expect(page.getByText('No packages installed')).toBeVisible();
});

test('a failed installation is cleaned up from the server’s page', async ({ page }) => {
  await failedInstall(page);
  // Meanwhile another install says what is in the way, and what can be done.
  await openForm(page, 'Install', 'nginx');
  await expect(page.getByText('waits for a decision: decide on its page')).toBeVisible();
  await expect(submitButton(page, 'Install', 'nginx')).toBeDisabled();

  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  const installed = page.getByRole('table', { name: 'Installed packages' });
  await expect(installed.getByText('Needs a decision')).toBeVisible();
  await installed.getByRole('button', { name: 'More actions for nginx' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('link', { name: 'Review the clean-up…' }).click();
  await expect(page.getByText('It is marked as failed when you confirm')).toBeVisible();
  await press(page, 'Uninstall', 'nginx');
  await ended(page);
  expect(await isInstalled()).not.toBe('installed');
});
