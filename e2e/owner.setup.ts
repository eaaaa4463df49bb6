import { expect } from '@playwright/test';
import { test } from './test';
import { OWNER } from './owner';
import { product } from './product';

test('the one-time link creates the owner, once', async ({ page }) => {
  const { ownerLink, signedIn } = product();
  if (ownerLink === null) throw new Error('npm start printed no link for the owner');
  await page.goto(ownerLink);
  await page.getByLabel('Name').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Create the owner' }).click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  await page.context().storageState({ path: signedIn });

  await page.goto(ownerLink);
  await expect(page.getByText('This console has its owner')).toBeVisible();
});
