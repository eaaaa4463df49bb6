import { expect } from '@playwright/test';
import { practice } from '../support/practice';
import { ownerTest as test } from '../support/test';

/** A check every 60 s, two tries of 10 s at most and the pause before the second. */
const FOUND_MS = 90_000;
/** An unreachable server is checked every 15 s. */
const BACK_MS = 45_000;

test('a pulled cable shows the server as unreachable in list, page, overview and bell, until it is back', async ({
  page,
}) => {
  await page.goto('/servers');
  const row = page.getByRole('row').filter({ hasText: 'practice' });
  await expect(row).toContainText('Ready');
  await practice().cut();
  try {
    await expect(row).toContainText(/Unreachable since \d\d:\d\d/, { timeout: FOUND_MS });

    await row.getByRole('link').click();
    await expect(page.getByRole('main')).toContainText(/Unreachable since \d\d:\d\d\./);
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByText('practice is still unreachable.')).toBeVisible({ timeout: 40_000 });

    await page.goto('/');
    const main = page.getByRole('main');
    await expect(main).toContainText('practice is unreachable');
    await expect(main).not.toContainText('All good.');
    await page.getByRole('button', { name: /^Notifications/ }).click();
    const bell = page.getByRole('dialog', { name: 'Notifications' });
    // The newest is the first; another spec may have cut the cable before.
    const newest = bell.getByRole('link', { name: /practice is (un)?reachable/ }).first();
    await expect(newest).toContainText('practice is unreachable', { timeout: 20_000 });
    await page.keyboard.press('Escape');

    await page.goto('/catalog/nginx/install');
    await expect(page.getByRole('combobox', { name: 'Server' })).toContainText('unreachable');
    await page.goto('/');
  } finally {
    await practice().heal();
  }
  await expect(page.getByRole('main')).not.toContainText('practice is unreachable', { timeout: BACK_MS });
  await page.getByRole('button', { name: /^Notifications/ }).click();
  const bell = page.getByRole('dialog', { name: 'Notifications' });
  const newest = bell.getByRole('link', { name: /practice is (un)?reachable/ }).first();
  await expect(newest).toContainText('practice is reachable again');
  await page.goto('/servers');
  await expect(row).toContainText('Ready');
});
