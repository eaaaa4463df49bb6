import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { ownerTest as test } from '../support/test';

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(text);
}

const chosen = (page: Page) => page.getByRole('option', { selected: true });

for (const [text, command] of [
  ['sign', 'Sign out'],
  ['log out', 'Sign out'],
  ['dark', 'Use the dark theme'],
  ['invite', 'Invite a person…'],
  ['install nginx', 'Install nginx…choose a server'],
] as const) {
  test(`the palette finds “${command}” for “${text}”, ready for Enter`, async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('main')).toBeVisible();
    await type(page, text);
    await expect(chosen(page)).toHaveText(command);
  });
}

test('the palette has its first command chosen, and runs it with Enter', async ({ page }) => {
  await page.goto('/settings');
  await expect(page.getByLabel('Invite')).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('combobox').fill('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a page that the palette opened has the focus: a form its first field, a list its heading', async ({
  page,
}) => {
  await page.goto('/');
  await type(page, 'install nginx');
  await expect(chosen(page)).toHaveText(/Install nginx/); // packages are loaded after the page
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/install/);
  await expect(page.getByRole('combobox', { name: 'Server' })).toBeFocused();
  await type(page, 'invite');
  await expect(chosen(page)).toHaveText(/Invite/);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Invite')).toBeFocused();
  await type(page, 'go to servers');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Servers', exact: true })).toBeFocused();
});

test('j moves the focus to a row, and Enter opens it', async ({ page }) => {
  await page.goto('/servers');
  const link = page.getByRole('link', { name: 'practice', exact: true });
  await expect(link).toBeVisible();
  await page.keyboard.press('j');
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'practice' })).toBeVisible();
});

test('what is typed wrong into a form is said in the browser, without a request', async ({ page }) => {
  await page.goto('/catalog/nginx/install');
  await expect(page.getByText(/^checked against the server/)).toBeVisible({ timeout: 60_000 });
  const refused: number[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(response.status());
  });
  await page.getByLabel('Worker connections').fill('1e3');
  await expect(page.getByText('Worker connections must be a number.')).toBeVisible();
  await expect(page.getByText('Fix the highlighted field to see the plan.')).toBeVisible();
  await page.getByLabel('Worker connections').fill(' 512 ');
  await expect(page.getByText(/^checked against the server/)).toBeVisible({ timeout: 60_000 });
  expect(refused).toEqual([]);
});
