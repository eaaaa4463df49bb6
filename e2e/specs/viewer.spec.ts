import { expect } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { ended, openForm, submit, submitButton } from '../support/operations';
import { PAGES } from '../support/pages';
import { onPractice } from '../support/practice';
import { product } from '../support/product';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

/** What changes something; a viewer has none of it. */
const CHANGES =
  /add server|^install|uninstall|remove|pause|resume|cancel…|retry|skip(?! to content)|roll back|abandon|finish|change(?! name| password)|put .* back|decide|unblock|verify|delete|confirm|adopt/i;

let viewer: Page;

/** A browser of another person: as it would be on another machine. */
async function otherBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: product().url,
    storageState: { cookies: [], origins: [] },
  });
  return context.newPage();
}

async function changes(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Account Vera' })).toBeAttached();
  await page.waitForTimeout(800);
  const names: string[] = [];
  for (const role of ['button', 'link', 'menuitem'] as const)
    for (const each of await page.getByRole(role).all()) {
      const name = (await each.getAttribute('aria-label')) ?? (await each.innerText());
      const href = (await each.getAttribute('href')) ?? '';
      if (CHANGES.test(name.trim()) && !href.startsWith('/operations/')) names.push(name.trim());
    }
  return names;
}

test.afterAll(async () => {
  await onPractice('systemctl unmask --quiet nginx');
  await viewer.context().close();
});

test('an owner invites a viewer by a link that works once', async ({ page, browser }) => {
  await page.goto('/settings');
  const people = page.getByRole('region', { name: 'People' });
  const email = `vera-${Date.now()}@example.com`;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await people.getByLabel('Invite').fill(email);
  await people.getByLabel('Role', { exact: true }).selectOption('viewer');
  await people.getByRole('button', { name: 'Create invitation link' }).click();
  await people.getByRole('button', { name: 'Copy link' }).click();
  await expect(people.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await expect(people.getByTestId('invitation-link')).toHaveText(link);
  expect(link).toContain('/join#token=');

  viewer = await otherBrowser(browser);
  await viewer.goto(link);
  await expect(viewer.getByText(/invites you to this console as a viewer/)).toBeVisible();
  await expect(viewer.getByLabel('Email')).toHaveValue(email);
  await expect(viewer.getByLabel('Email')).not.toBeEditable();
  await viewer.getByLabel('Name').fill('Vera');
  await viewer.getByLabel('Password').fill('only looks, changes nothing');
  await viewer.getByRole('button', { name: 'Join' }).click();
  await expect(viewer.getByRole('heading', { name: 'Overview' })).toBeVisible();

  const late = await otherBrowser(browser);
  await late.goto(link);
  await expect(late.getByText('This invitation is no longer valid.')).toBeVisible();
  await expect(late.getByLabel('Password')).toHaveCount(0);
  await expect(late.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await late.context().close();
});

test('a viewer sees a failure and its reason, and decides nothing', async ({ page }) => {
  await onPractice('systemctl mask --quiet nginx');
  await openForm(page, 'Install', 'nginx');
  await submitButton(page, 'Install', 'nginx').click();
  await page.waitForURL(/\/operations\//);
  await expect(page.getByRole('button', { name: 'Retry this milestone' })).toBeVisible({ timeout: 100_000 });
  const operation = new URL(page.url()).pathname;

  expect(await changes(viewer, operation)).toEqual([]);
  await expect(viewer.getByText('Needs a decision').first()).toBeVisible();
  await expect(viewer.getByText(/is masked/).first()).toBeVisible();
  await expect(viewer.getByText('An operator or an owner can decide.')).toBeVisible();
  for (const path of PAGES) expect(await changes(viewer, path), path).toEqual([]);
  await viewer.goto('/catalog/nginx/install');
  await expect(viewer.getByText('Plans need the operator role')).toBeVisible();
  await viewer.goto('/servers');
  await viewer.getByRole('link', { name: 'practice', exact: true }).click();
  await expect(viewer.getByRole('heading', { name: 'practice' })).toBeVisible();
  expect(await changes(viewer, new URL(viewer.url()).pathname)).toEqual([]);
  await viewer.goto('/settings');
  await expect(viewer.getByRole('region', { name: 'Account' })).toContainText('viewer');
  await expect(viewer.getByRole('region', { name: 'People' })).toHaveCount(0);
});

test('the API refuses a viewer whatever the page shows', async ({ page }) => {
  await page.goto('/operations');
  const href = await page.getByRole('main').locator('a[href^="/operations/"]').first().getAttribute('href');
  const operationId = href?.split('/').at(-1) ?? '';
  const tell = (procedure: string, data: object) =>
    viewer.request.post(`/api/trpc/${procedure}`, { data, headers: { origin: product().url } });
  for (const [procedure, data] of [
    ['operations.decide', { operationId, point: 1, choice: { action: 'retry' } }],
    ['operations.cancel', { operationId }],
    ['operations.pause', { operationId }],
    ['people.invite', { role: 'owner', email: 'x@example.com' }],
  ] as const)
    expect((await tell(procedure, data)).status(), procedure).toBe(403);
  await page.goto(href ?? '');
  await expect(page.getByRole('button', { name: 'Retry this milestone' })).toBeVisible();
});

test('and what the owner decides shows up at the viewer’s', async ({ page }) => {
  await onPractice('systemctl unmask --quiet nginx');
  await page.goto('/operations');
  await page.getByRole('main').locator('a[href^="/operations/"]').first().click();
  await viewer.goto(new URL(page.url()).pathname);
  await page.getByRole('button', { name: 'Retry this milestone' }).click();
  await ended(page);
  await ended(viewer);
  await submit(page, 'Uninstall', 'nginx');
  await ended(page);
});
