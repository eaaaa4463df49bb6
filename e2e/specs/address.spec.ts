import { expect } from '@playwright/test';
import { ownerTest as test } from '../support/test';

test('an address with user and port fills these fields, and says so', async ({ page }) => {
  await page.goto('/servers/new');
  const address = page.getByLabel('Address');
  await address.fill('ssh://debian@web-1.example.com:2222');
  await address.blur();
  await expect(address).toHaveValue('web-1.example.com');
  await expect(page.getByLabel('Port')).toHaveValue('2222');
  await expect(page.getByLabel('User')).toHaveValue('debian');
  await expect(page.getByText('Taken from the address: port 2222 and the user debian.')).toBeVisible();
});
