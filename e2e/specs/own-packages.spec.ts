import { expect } from '@playwright/test';
import { ended, openForm, press, submit } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

const TITLE = 'Diagnostic tools';

test('a package of one’s own is in the catalog, marked as such; a file that holds none is named with the reason', async ({
  page,
}) => {
  await page.goto('/catalog');
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: TITLE }) });
  await expect(card).toContainText('Own');
  await expect(card).toContainText('Not installed');
  const nginx = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'nginx' }) });
  await expect(nginx.getByText('Own', { exact: true })).toHaveCount(0);
  const rejected = page.getByRole('region', { name: '1 file of your packages directory was not loaded' });
  await expect(rejected).toContainText('unfinished.ts');
  await expect(rejected).toContainText('Its default export is no package');
});

test('it is installed, and the catalog leads to where it is', async ({ page }) => {
  await openForm(page, 'Install', TITLE);
  await page.getByRole('checkbox', { name: 'htop: processes' }).uncheck();
  await press(page, 'Install', TITLE);
  await ended(page);
  expect(await onPractice('command -v strace; command -v htop || echo none')).toBe('/usr/bin/strace\nnone');
  await page.goto('/catalog');
  await page.getByRole('button', { name: `${TITLE}: installed on 1 server` }).click();
  await page.getByRole('menuitem', { name: 'practice' }).click();
  await expect(page.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
});

test('it is uninstalled like any other', async ({ page }) => {
  await submit(page, 'Uninstall', TITLE);
  await ended(page);
  expect(await onPractice('command -v strace || echo none')).toBe('none');
});
