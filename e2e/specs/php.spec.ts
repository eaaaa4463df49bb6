import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';
import { ended, openForm, press, submit } from '../support/operations';
import { onPractice } from '../support/practice';

test.describe.configure({ mode: 'serial' });

const WRONG = 'max_execution_time: 60';

test('the form offers the version that the server has, and says which setting is wrong', async ({ page }) => {
  await openForm(page, 'Install', 'PHP-FPM');
  const version = page.getByLabel('Version', { exact: true });
  await expect(version.getByRole('option')).toHaveText(['8.2']);
  // The only one there is.
  await expect(version).toHaveValue('8.2');
  const extensions = page.getByRole('group', { name: /^Extensions/ });
  await expect(extensions.getByRole('checkbox', { checked: true })).toHaveCount(4);
  await extensions.getByLabel('Filter extensions').fill('GMP');
  await expect(extensions.getByRole('checkbox')).toHaveCount(5);
  await page.getByText('More settings').click();
  const settings = page.getByLabel('Further settings');
  await settings.fill(`display_errors = off\n${WRONG}`);
  await expect(page.getByText(`“${WRONG}”: Further settings are lines such as`)).toBeVisible();
  await settings.fill('max_execution_time = 60');
  await expect(page.getByRole('heading', { name: 'Installing PHP 8.2' })).toBeVisible();
  await expect(page.getByText(/[1-9]\d* changes?$/).first()).toBeVisible();
});

test('PHP is installed, and its page says which version it is', async ({ page }) => {
  await openForm(page, 'Install', 'PHP-FPM');
  await page.getByRole('checkbox', { name: 'gmp: large integers' }).check();
  await press(page, 'Install', 'PHP-FPM');
  await ended(page);
  expect(await onPractice('php8.2 -m | grep -x gmp; systemctl is-active php8.2-fpm')).toBe('gmp\nactive');
  await page.getByRole('link', { name: /^View practice/ }).click();
  const row = page.getByRole('table', { name: 'Installed packages' }).getByRole('row', { name: /PHP 8\.2/ });
  await expect(row).toContainText('Active');
});

test('its settings change, its version does not, and an extension goes', async ({ page }) => {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  await page
    .getByRole('table', { name: 'Installed packages' })
    .getByRole('link', { name: 'PHP 8.2', exact: true })
    .click();
  await page.waitForURL(/\/installations\/[0-9a-f-]+$/);
  await expect(page.getByRole('heading', { name: 'PHP 8.2', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Change…' }).click();
  await expect(page.getByLabel('Version', { exact: true })).toBeDisabled();
  await page.getByRole('checkbox', { name: 'gmp: large integers' }).uncheck();
  await page.getByLabel('Memory limit').fill('192');
  await expect(
    page.getByRole('heading', { name: 'Removing extensions that are no longer wanted' }),
  ).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Change PHP.* on practice/ })
    .click();
  await page.waitForURL(/\/operations\//);
  await ended(page);
  expect(await onPractice('php8.2 -m | grep -cx gmp; php8.2 -r \'echo ini_get("memory_limit");\'')).toBe(
    '0\n192M',
  );
});

test('and away with it', async ({ page }) => {
  await submit(page, 'Uninstall', 'PHP 8.2');
  await ended(page);
  expect(await onPractice('command -v php8.2 || echo gone')).toBe('gone');
});
