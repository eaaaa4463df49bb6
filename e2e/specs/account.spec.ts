import { request } from 'node:http';
import { expect } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';
import { expectAllAccessible } from '../support/axe';
import { runOwnerLink } from '../support/owner-link';
import { product } from '../support/product';
import { ownerTest as test } from '../support/test';

test.describe.configure({ mode: 'serial' });

const OLGA = { email: `olga-${Date.now()}@example.com`, password: 'first password of olga' };
const NEW_PASSWORD = 'second password of olga';
const RECOVERED_PASSWORD = 'third password of olga';

let olga: Page;

/** A browser of another person: as it would be on another machine. */
async function otherBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: product().url,
    storageState: { cookies: [], origins: [] },
  });
  return context.newPage();
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(OLGA.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const overview = (page: Page) => page.getByRole('heading', { name: 'Overview' });

test.afterAll(async () => {
  await olga.context().close();
});

test('a second owner joins by a link whose token no server sees', async ({ page, browser }) => {
  await page.goto('/settings');
  const people = page.getByRole('region', { name: 'People' });
  await people.getByLabel('Invite').fill(OLGA.email);
  await people.getByLabel('Role', { exact: true }).selectOption('owner');
  await people.getByRole('button', { name: 'Create invitation link' }).click();
  const link = await people.getByTestId('invitation-link').innerText();

  olga = await otherBrowser(browser);
  const asked: string[] = [];
  olga.on('request', (each) => asked.push(each.url()));
  await olga.goto(link);
  await olga.getByLabel('Name').fill('Olga');
  await expect(olga.getByLabel('Email')).toHaveValue(OLGA.email);
  await olga.getByLabel('Password').fill(OLGA.password);
  await olga.getByRole('button', { name: 'Join' }).click();
  await expect(overview(olga)).toBeVisible();
  const token = new URL(link).hash.replace('#token=', '');
  expect(token).toHaveLength(43);
  expect(asked.filter((url) => new URL(url).search.includes(token))).toEqual([]);
});

test('a person changes their name, and the console shows it at once', async () => {
  await olga.goto('/settings');
  const account = olga.getByRole('region', { name: 'Account' });
  await account.getByLabel('Name').fill(' ');
  await account.getByRole('button', { name: 'Change name' }).click();
  await expect(account.getByText('Enter your name.')).toBeVisible();
  await account.getByLabel('Name').fill('Olga Ladyzhenskaya');
  await account.getByLabel('Name').press('Enter');
  await expect(olga.getByText('Name changed.')).toBeVisible();
  await expect(olga.getByText('Olga Ladyzhenskaya (you)')).toBeVisible();
});

test('a changed password ends the other sessions at once, and keeps this one', async ({ browser }) => {
  const other = await otherBrowser(browser);
  await signIn(other, OLGA.password);
  await expect(overview(other)).toBeVisible();
  await expect(other.getByText('Live', { exact: true }).first()).toBeVisible();

  const account = olga.getByRole('region', { name: 'Account' });
  const [current, next] = [account.getByLabel('Current password'), account.getByLabel('New password')];
  await expect(current).toHaveAttribute('autocomplete', 'current-password');
  await expect(next).toHaveAttribute('autocomplete', 'new-password');
  await current.fill('not the password');
  await next.fill('short');
  await next.press('Enter');
  await expect(account.getByText('Use at least 12 characters.')).toBeVisible();
  await expect(next).toBeFocused();
  await next.fill(NEW_PASSWORD);
  await next.press('Enter');
  await expect(account.getByText('The current password is wrong.')).toBeVisible();
  await expect(current).toBeFocused();
  await current.fill(OLGA.password);
  await next.press('Enter');
  await expect(olga.getByText('Password changed.')).toBeVisible();
  await expect(current).toHaveValue('');

  await expect(other).toHaveURL(/\/sign-in/);
  await olga.reload();
  await expect(account).toBeVisible();
  await signIn(other, OLGA.password);
  await expect(other.getByText('Wrong email or password.')).toBeVisible();
  await signIn(other, NEW_PASSWORD);
  await expect(overview(other)).toBeVisible();
  await other.context().close();
});

const ownerLink = (...args: string[]) => runOwnerLink(['--data-dir', product().dataDirectory, ...args]);

test('an owner who forgot the password sets a new one with the link of npm run owner-link', async ({
  browser,
}) => {
  const page = await otherBrowser(browser);
  await page.goto('/sign-in');
  await page.getByText('Forgot your password?').click();
  await expect(page.getByText('npm run owner-link -- --recover')).toBeVisible();

  expect(await ownerLink()).toEqual({
    code: 1,
    text: 'An owner already exists. Add --recover if the owner forgot the password.\n',
  });
  const several = await runOwnerLink(['--recover'], product().databaseUrl);
  expect(several.code).toBe(1);
  expect(several.text).toContain('There are several owners: choose one with --email.');
  const { code, text } = await ownerLink('--recover', '--email', OLGA.email);
  expect(code).toBe(0);
  const [link = '', note] = text.split('\n');
  expect(link).toContain(`${product().url}/recover#token=`);
  expect(note).toBe(`Sets a new password for ${OLGA.email}. Works once, for 30 minutes.`);

  await page.goto(link);
  await page.getByLabel('New password').fill(RECOVERED_PASSWORD);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(overview(page)).toBeVisible();
  await expect(olga).toHaveURL(/\/sign-in/);

  const late = await otherBrowser(browser);
  await late.goto(link);
  await expect(late.getByText('This link was used, replaced or has expired.')).toBeVisible();
  await expect(late.getByLabel('New password')).toHaveCount(0);
  await late.context().close();
  await page.context().close();
});

test('the pages that are seen before signing in are accessible', async ({ browser }) => {
  const page = await otherBrowser(browser);
  await expectAllAccessible(page, ['/sign-in', '/recover#token=x', '/join#token=x']);
  await page.context().close();
});

/** One failed attempt over a connection from this address; answers with the status. */
function attempt(localAddress: string, email: string, forwardedFor: string): Promise<number> {
  const url = new URL('/api/auth/sign-in/email', product().url);
  const body = JSON.stringify({ email, password: 'not the password' });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': forwardedFor,
  };
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', localAddress, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(body);
  });
}

test('whatever address a client names, its failed sign-ins are counted by that of its connection', async () => {
  test.skip(process.platform !== 'linux', 'only Linux has all of 127.0.0.0/8');
  const statuses = [];
  for (let n = 0; n <= 20; n++)
    statuses.push(await attempt('127.0.0.66', `guess-${n}@example.com`, `203.0.113.${n}`));
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
  expect(await attempt('127.0.0.67', 'guess@example.com', '127.0.0.66')).toBe(401);
});
