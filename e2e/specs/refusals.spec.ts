import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';
import type { Page } from '@playwright/test';
import { onPractice, practice } from '../support/practice';
import { OWNER } from '../support/owner';
import { product } from '../support/product';

async function addServer(
  page: Page,
  fields: { address: string; name: string; port?: string; password?: string },
) {
  await page.goto('/servers/new');
  await page.getByLabel('Address').fill(fields.address);
  await page.getByLabel('Name').fill(fields.name);
  if (fields.port) await page.getByLabel('Port').fill(fields.port);
  await page.getByLabel('Password', { exact: true }).fill(fields.password ?? 'not the password');
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an unreachable host: one sentence, and nothing is stored', async ({ page }) => {
  await addServer(page, { address: '127.0.0.1', port: '9', name: 'nobody' });
  await expect(page.getByText(/127\.0\.0\.1.*nothing listens there/i).first()).toBeVisible({
    timeout: 30_000,
  });
  await page.goto('/servers');
  await expect(page.getByRole('link', { name: 'nobody' })).toHaveCount(0);
});

test('a form full of rubbish: a sentence at each field, and nothing is sent', async ({ page }) => {
  await addServer(page, { address: 'not a host!', port: '99999', name: '<script>', password: '' });
  await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
  expect(await page.locator('[aria-invalid="true"]').count()).toBeGreaterThanOrEqual(3);
});

test('the wrong password: nothing is sent before the key is confirmed, then one sentence', async ({
  page,
}) => {
  const server = practice();
  await onPractice(
    'printf "Port 22\\nPort 2222\\nPasswordAuthentication yes\\nPermitRootLogin yes\\n" > /etc/ssh/sshd_config.d/e2e.conf; systemctl reload ssh',
  );
  await addServer(page, { address: server.host, port: '2222', name: 'wrong-password' });
  await expect(page.getByText(/SHA256:/).first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /Fingerprints match/ }).click();
  await expect(
    page
      .getByText(/password|login/i)
      .filter({ hasText: /refus|not accept|wrong/i })
      .first(),
  ).toBeVisible({ timeout: 30_000 });
  await page
    .getByRole('button', { name: /Remove/ })
    .first()
    .click();
  const dialog = page.getByRole('alertdialog', { name: 'Remove wrong-password?' });
  await expect(dialog).toContainText('The history of its operations is kept');
  await expect(dialog.getByRole('button', { name: 'Remove server' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('wrong-password');
  await dialog.getByRole('button', { name: 'Remove server' }).click();
  await page.waitForURL(/\/servers$/);
});

test('who is signed out sees nothing', async ({ browser }) => {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto(`${product().url}/operations`);
  await expect(page).toHaveURL(/\/sign-in/);
  const answer = await page.request.get(
    `${product().url}/api/trpc/servers.list?input=${encodeURIComponent('{}')}`,
  );
  expect(answer.status()).toBe(401);
  await context.close();
});

test('before a page is alive nothing of a form is sent: a password would stand in the address', async ({
  browser,
}) => {
  const context = await browser.newContext({
    baseURL: product().url,
    javaScriptEnabled: false,
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  await page.getByLabel('Password').press('Enter');
  await expect(page.getByLabel('Password')).toHaveValue('correct horse battery');
  expect(page.url()).not.toContain('horse');
  await context.close();
});

test('the console cannot be reached while somebody signs in or out: a sentence, and it works the next time', async ({
  browser,
}) => {
  const context = await browser.newContext({
    baseURL: product().url,
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.route('**/api/auth/**', (route) => route.abort('failed'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('The console is not responding.')).toBeVisible();
  await page.unroute('**/api/auth/**');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();

  await page.goto('/settings');
  await page.route('**/api/auth/**', (route) => route.abort('failed'));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You may still be signed in')).toBeVisible();
  await page.unroute('**/api/auth/**');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});
