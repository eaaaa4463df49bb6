import { expect } from '@playwright/test';
import { ended, openForm, submit, submitButton } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';
import { picture } from '../support/walk';

test.describe.configure({ mode: 'serial' });

test.afterAll(async () => {
  await onPractice('systemctl unmask --quiet nginx && echo unmasked');
});

test('the output shows commands with their exit statuses, and attempts and rolling back in their order', async ({
  page,
}) => {
  await onPractice('systemctl mask --quiet nginx && echo masked');
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  const output = page.getByRole('region', { name: 'Output' });
  await expect(output).toContainText('$ apt-get install --no-install-recommends nginx', { timeout: 100_000 });
  const rollBack = page.getByRole('button', { name: 'Roll back…' });
  await expect(rollBack).toBeVisible({ timeout: 100_000 });
  await expect(output).toContainText(/exit [1-9]/);
  await picture(page, 'output-1-failed');
  await page.getByRole('button', { name: 'Retry this milestone' }).click();
  await expect(output.getByRole('button', { name: /Starting nginx · attempt 2/ })).toBeVisible({
    timeout: 60_000,
  });
  await rollBack.click({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await ended(page, 'Rolled back');
  const headings = output.getByRole('button', { name: /Installing nginx|Starting nginx/ });
  await page.reload();
  await expect(headings.first()).toBeVisible();
  // Only the rows in sight exist.
  await output.getByRole('log').evaluate((log) => (log.scrollTop = log.scrollHeight));
  await expect(headings.last()).toContainText('Roll back · Installing nginx');
  await picture(page, 'output-2-rolled-back');
});

test('what was in place already says so, and the plan opens from its hash', async ({ page }) => {
  await onPractice('systemctl unmask --quiet nginx && echo unmasked');
  await submit(page, 'Install', 'nginx');
  await ended(page);
  const output = page.getByRole('region', { name: 'Output' });
  await expect(output).toContainText('already in place');
  await picture(page, 'output-3-done');
  await output.getByRole('button', { name: 'Show times' }).click();
  await expect(output.getByRole('log')).toContainText(/\d\d:\d\d:\d\d\$ (apt-get install|systemctl enable)/);
  await page
    .getByRole('button', { name: /^Show plan/ })
    .first()
    .click();
  const plan = page.getByRole('dialog', { name: /^Plan/ });
  await expect(plan).toContainText('apt-get install --no-install-recommends nginx');
  await picture(page, 'output-4-plan');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'output-5-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await picture(page, 'output-6-phone');
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});
