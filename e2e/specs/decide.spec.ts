import { expect } from '@playwright/test';
import { ended, openForm, submit, submitButton } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';
import { picture } from '../support/walk';

test.describe.configure({ mode: 'serial' });

/** A unit that is masked cannot be started: the package installs, the service does not. */
const breakIt = () => onPractice('systemctl mask --quiet nginx && echo masked');
const mendIt = () => onPractice('systemctl unmask --quiet nginx && echo unmasked');

/** What packages there are, and what of nginx lies in /etc. */
const snapshot = () =>
  onPractice(
    "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' | sort; ls -R /etc/nginx 2>/dev/null || :",
  );

test.afterAll(async () => {
  await mendIt();
});

test('failure, reading why, retry after the server was mended, success', async ({ page }) => {
  await breakIt();
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  const panel = page
    .getByRole('region', { name: /fail|decision|nginx/i })
    .filter({ hasText: 'masked' })
    .first();
  await expect(panel).toBeVisible({ timeout: 100_000 });
  await expect(panel.getByRole('heading', { name: 'nginx.service is masked' })).toBeVisible();
  await expect(panel.getByText('On the server: systemctl unmask nginx')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel…' })).toHaveCount(0);
  await expect(page.getByText('Without a decision the operation is marked as failed in')).toBeVisible();
  await picture(page, '1-failure');
  await page.reload();
  await expect(panel).toBeVisible();
  await mendIt();
  await page.getByRole('button', { name: 'Retry this milestone' }).click();
  await ended(page);
  await picture(page, '2-retried');
  expect(await onPractice('curl -s http://127.0.0.1/')).toContain('nginx is ready');
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});

test('failure, and the rarer ways on are in a menu, by keyboard and on a phone', async ({ page }) => {
  await breakIt();
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  const more = page.getByRole('button', { name: 'More', exact: true });
  await more.focus({ timeout: 100_000 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem')).toHaveText([
    'Retry from an earlier step…',
    'Skip…',
    'Mark as failed…',
    'Delete…',
  ]);
  await page.keyboard.press('Enter');
  const retry = page.getByRole('dialog', { name: 'Retry from an earlier step' });
  await expect(retry.getByRole('combobox', { name: 'Step' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(retry).toHaveCount(0);

  await page.setViewportSize({ width: 390, height: 800 });
  await more.click();
  await page.getByRole('menuitem', { name: 'Skip…' }).click();
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect(page.getByText('Enter a reason.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await more.click();
  await page.getByRole('menuitem', { name: 'Mark as failed…' }).click();
  await page.getByRole('button', { name: 'Mark as failed', exact: true }).click();
  await ended(page, 'Failed');
  await mendIt();
  await page.getByRole('button', { name: 'Try again' }).click();
  await ended(page);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});

test('failure, roll back, and the server is as it was before', async ({ page }) => {
  const before = await snapshot();
  await breakIt();
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  await page.getByRole('button', { name: 'Roll back…' }).click({ timeout: 100_000 });
  await picture(page, '3-roll-back');
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await ended(page, 'Rolled back');
  await expect(page.getByText('what this operation had changed is as it was before').first()).toBeVisible();
  await picture(page, '4-rolled-back');
  await mendIt();
  expect(await snapshot()).toBe(before);
});

test('a pause lends the server, and a resume goes on', async ({ page }) => {
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  await page.getByRole('button', { name: /^Pause/ }).click();
  const now = page
    .getByRole('menuitem', { name: 'Pause now' })
    .or(page.getByRole('button', { name: 'Pause now' }));
  await now.click();
  await expect(page.getByRole('main').getByText('Paused', { exact: true }).first()).toBeVisible({
    timeout: 60_000,
  });
  await page
    .getByRole('button', { name: /^Resume/ })
    .first()
    .click();
  await ended(page);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});
