import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';

for (const [what, path, link, list] of [
  ['server', `/servers/${randomUUID()}`, 'All servers', '/servers'],
  ['installation', `/installations/${randomUUID()}`, 'All servers', '/servers'],
  ['installation', `/installations/${randomUUID()}/uninstall`, 'All servers', '/servers'],
  ['operation', `/operations/${randomUUID()}`, 'All operations', '/operations'],
  ['operation', '/operations/rubbish', 'All operations', '/operations'],
  ['package', '/catalog/nothing/install', 'All packages', '/catalog'],
] as const) {
  test(`${path.replace(/[0-9a-f-]{36}/, '[id]')} says that the ${what} is not there, and leads to the list`, async ({
    page,
  }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText(`This ${what} does not exist or was removed`)).toBeVisible();
    await expect(page.getByText(/Retrying|Trying again/)).toHaveCount(0);
    await page.getByRole('main').getByRole('link', { name: link }).click();
    await expect(page).toHaveURL(new RegExp(`${list}$`));
  });
}

test('an address that no page has answers 404 inside the console', async ({ page }) => {
  for (const path of ['/nothing', '/servers/a/b/c']) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText('This page does not exist or was removed')).toBeVisible();
    await expect(page.getByRole('link', { name: /^Servers/ }).first()).toBeVisible();
  }
});
