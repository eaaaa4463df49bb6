import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAccessible, lookAs } from '../support/axe';
import { PAGES } from '../support/pages';
import { ownerTest as test } from '../support/test';

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1280, 900, 390]) {
    test(`axe finds nothing, ${theme}, ${width} px`, async ({ page }) => {
      await lookAs(page, theme, width);
      const operation = await anyOperation(page);
      for (const path of [...PAGES, operation]) {
        await page.goto(path);
        await expectAccessible(page);
      }
    });
  }
}

test('a message stays for as long as the keyboard is on it', async ({ page }) => {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  await page.getByRole('button', { name: 'Copy the fingerprint' }).click();
  const message = page.locator('[data-sonner-toast]');
  await message.focus();
  await page.waitForTimeout(8_000);
  await expect(message).toBeVisible();
  await page.getByRole('link', { name: 'Overview', exact: true }).first().focus();
  await expect(message).toHaveCount(0, { timeout: 10_000 });
});

async function anyOperation(page: Page): Promise<string> {
  await page.goto('/operations');
  const link = page.getByRole('main').locator('a[href^="/operations/"]').first();
  await link.waitFor();
  return (await link.getAttribute('href')) ?? '/operations';
}
