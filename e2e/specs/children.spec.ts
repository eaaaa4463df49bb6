import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { expectAllAccessible } from '../support/axe';
import { ended, openForm, press, submit } from '../support/operations';
import { onPractice } from '../support/practice';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

/** The page of the PostgreSQL that the first test installs. */
let parent = '';
/** The page of the database in it. */
let child = '';

const region = (page: Page, name: string) => page.getByRole('region', { name });
const databases = (page: Page) => region(page, 'Databases').getByRole('table', { name: 'Databases' });

/** The button of the form that is open; the operation is followed to its end. */
async function run(page: Page, label: RegExp): Promise<void> {
  const button = page.getByRole('main').getByRole('button', { name: label });
  await expect(button).toBeEnabled({ timeout: 60_000 });
  await button.click();
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
  await ended(page);
}

/** The form of an uninstall on the page that is open. */
async function openUninstall(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: /^More actions for/ }).click();
  await page.getByRole('menuitem', { name: `${label}…` }).click();
}

test('a child package asks for its parent first where none is installed', async ({ page }) => {
  await page.goto('/catalog?q=postgresql');
  const card = page
    .getByRole('listitem')
    .filter({ hasText: 'Part of PostgreSQL' })
    .filter({ hasText: 'Role' });
  await card.getByRole('link', { name: 'Create role…' }).click();
  await expect(page.getByRole('heading', { name: 'Install PostgreSQL first' })).toBeVisible();
  await page.getByRole('link', { name: 'Install PostgreSQL…' }).click();
  await page.waitForURL(/\/catalog\/postgresql\/install/);
});

test('the page of an installation says what can be added to it', async ({ page }) => {
  await openForm(page, 'Install', 'PostgreSQL');
  const version = page.getByLabel('Version', { exact: true });
  await version.selectOption({ index: 1 });
  await press(page, 'Install', 'PostgreSQL');
  await ended(page);
  const next = region(page, 'Next');
  await expect(next.getByRole('link', { name: 'Create database…' })).toBeVisible();
  await next.getByRole('link', { name: /^View PostgreSQL/ }).click();
  await page.waitForURL(/\/installations\/[0-9a-f-]+$/);
  parent = new URL(page.url()).pathname;
  await expect(region(page, 'Databases')).toContainText('has no databases that Milepost manages');
  await expect(region(page, 'Roles')).toContainText('has no roles that Milepost manages');
});

test('a role is added on the page of its parent, which shows it in another tab at once', async ({
  page,
  context,
}) => {
  const open = await context.newPage();
  await open.goto(parent);
  await page.goto(parent);
  await region(page, 'Roles').getByRole('link', { name: 'Create role…' }).click();
  await page.waitForURL(/\/catalog\/postgresql_role\/install\?parent=[0-9a-f-]+$/);
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
  await expect(crumbs.getByRole('link')).toHaveText(['Servers', 'practice', /^PostgreSQL/]);
  await expect(page.getByLabel('PostgreSQL', { exact: true })).toHaveValue(parent.split('/').at(-1) ?? '');
  await page.getByLabel('Name', { exact: true }).fill('app');
  await run(page, /^Create role on PostgreSQL.*, practice/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Create role app on PostgreSQL.*, practice$/,
  );
  const row = region(open, 'Roles').getByRole('row', { name: /role app/ });
  await expect(row).toContainText('Active');
  await expect(row.getByRole('link', { name: 'Drop role app' })).toBeVisible();
  await open.close();
});

test('a database is added from the catalog, to the only parent there is', async ({ page }) => {
  await page.goto('/catalog');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Part of PostgreSQL' })
    .getByRole('link', { name: 'Create database…' })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Create database on PostgreSQL.*, practice$/,
  );
  await page.getByLabel('Name', { exact: true }).fill('shop');
  const owner = page.getByLabel('Owner', { exact: true });
  await expect(owner.getByRole('option')).toHaveText(['role app']);
  await run(page, /^Create database on PostgreSQL.*, practice/);
  expect(await onPractice('runuser -u postgres -- psql -Atc "select datname from pg_database"')).toContain(
    'shop',
  );
});

test('a child is listed beneath its parent, and links to it', async ({ page }) => {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  const rows = page.getByRole('table', { name: 'Installed packages' }).getByRole('row');
  await expect(rows).toContainText([/^PostgreSQL/, /database shop in PostgreSQL/, /role app in PostgreSQL/]);
  await page.getByRole('link', { name: 'database shop', exact: true }).click();
  await page.waitForURL(/\/installations\/[0-9a-f-]+$/);
  child = new URL(page.url()).pathname;
  await expect(page.getByRole('main').getByRole('link', { name: /^PostgreSQL/ })).toHaveAttribute(
    'href',
    parent,
  );
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
  await expect(crumbs.getByRole('link').last()).toHaveAttribute('href', parent);
  await expectAllAccessible(page, [parent, child, `${child}/uninstall`]);
});

test('an uninstall of the parent is refused, and names its children with links', async ({ page }) => {
  await page.goto(parent);
  await openUninstall(page, 'Uninstall');
  await expect(page.getByText(/still has database shop and role app: remove those first\./)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Uninstall PostgreSQL/ })).toBeDisabled();
  await expectAllAccessible(page, [`${parent}/uninstall`]);
  await page.getByRole('link', { name: 'View role app' }).click();
  await page.waitForURL(/\/installations\/[0-9a-f-]+$/);
  await openUninstall(page, 'Drop');
  await expect(page.getByText('database shop depends on role app: uninstall that first.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'View database shop' })).toBeVisible();
});

test('what was removed is created again in its parent', async ({ page }) => {
  await page.goto(parent);
  await databases(page).getByRole('link', { name: 'Remove database shop' }).click();
  await page.getByText('Drop the database', { exact: true }).click();
  await page
    .getByRole('button', { name: /^Remove database shop from PostgreSQL.*, practice/ })
    .click({ timeout: 60_000 });
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('textbox').fill('practice');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
  await ended(page);
  expect(
    await onPractice('runuser -u postgres -- psql -Atc "select datname from pg_database"'),
  ).not.toContain('shop');
  await page.getByRole('link', { name: /^View PostgreSQL/ }).click();
  await page.waitForURL(parent);
  await expect(region(page, 'Databases')).toContainText('has no databases that Milepost manages');
  await page.goto(child);
  await page.getByRole('link', { name: 'Create again…' }).click();
  await expect(page.getByLabel('PostgreSQL', { exact: true })).toHaveValue(parent.split('/').at(-1) ?? '');
  await expect(page.getByLabel('Owner', { exact: true }).getByRole('option')).toHaveText(['role app']);
});

test('the last child is dropped from the palette, then the parent goes', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('drop role app');
  await page.getByRole('option', { name: /^Drop role app from PostgreSQL.*, practice…$/ }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Drop role app from PostgreSQL/ })
    .click({ timeout: 60_000 });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Drop', exact: true }).click();
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
  await ended(page);
  await page.goto(parent);
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  await submit(page, 'Uninstall', title);
  await ended(page);
});
