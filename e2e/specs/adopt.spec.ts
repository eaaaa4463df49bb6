import { expect } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { ended } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

test('software that somebody else installed is listed with its version, and is adopted', async ({ page }) => {
  await onPractice(
    'DEBIAN_FRONTEND=noninteractive apt-get -q update; apt-get -q install -y --no-install-recommends memcached',
  );
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  const found = page.getByRole('table', { name: 'Found on this server' });
  await expect(found.getByRole('row', { name: /Memcached/i })).toContainText(/1\.6\.\d+/, {
    timeout: 60_000,
  });
  await expectAccessible(page);
  await found.getByRole('link', { name: /Adopt memcached/i }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Adopt memcached on practice/i);
  await expect(page.getByText(/^Version 1\.6\.\S+ is on the server already/)).toBeVisible();
  const adopt = page.getByRole('main').getByRole('button', { name: /^Adopt memcached on practice/i });
  await expect(adopt).toBeEnabled({ timeout: 60_000 });
  await adopt.click();
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
  await ended(page);
  await page.getByRole('link', { name: /^View memcached/i }).click();
  await page.waitForURL(/\/installations\//);
  await expect(page.getByText(/managed since/)).toBeVisible();
});

test('what was adopted is removed once its name is typed', async ({ page }) => {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  await expect(
    page.getByRole('table', { name: 'Found on this server' }).getByText(/memcached/i),
  ).toBeHidden();
  const installed = page.getByRole('table', { name: 'Installed packages' });
  await installed.getByRole('link', { name: /Uninstall memcached/i }).click();
  const button = page.getByRole('main').getByRole('button', { name: /^Uninstall memcached from practice/i });
  await expect(button).toBeEnabled({ timeout: 60_000 });
  await button.click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('was on practice before Milepost');
  const confirm = dialog.getByRole('button', { name: 'Uninstall', exact: true });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill((await dialog.locator('.font-mono').first().innerText()).trim());
  await confirm.click();
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
  await ended(page);
  expect(await onPractice('dpkg-query -W -f "\\${db:Status-Status}" memcached')).not.toBe('installed');
});
