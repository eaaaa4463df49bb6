import { expect, test } from '@playwright/test';
import { OWNER } from './owner';
import { products } from './product';

test('the one-time link of each product creates its owner, once', async ({ browser }) => {
  for (const { url, ownerLink, signedIn } of products()) {
    const page = await browser.newPage({ baseURL: url });
    if (ownerLink === null) throw new Error('npm start printed no link for the owner');
    await page.goto('/');
    await expect(page.getByRole('heading', { name: 'No owner yet' })).toBeVisible();
    await page.goto('/setup#token=guessed');
    await expect(page.getByRole('heading', { name: 'Link not valid' })).toBeVisible();
    await expect(page.getByText('npm run owner-link', { exact: true })).toBeVisible();
    await expect(page.getByLabel('Password')).toHaveCount(0);
    await page.goto('about:blank');
    await page.goto(ownerLink);
    await page.getByLabel('Name').fill(OWNER.name);
    await page.getByLabel('Email').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByRole('button', { name: 'Create the owner' }).click();
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
    await page.context().storageState({ path: signedIn });

    await page.goto(ownerLink);
    await expect(page.getByText('An owner already exists.')).toBeVisible();
    await page.close();
  }
});
