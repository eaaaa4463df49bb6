import { test as base } from '@playwright/test';
import type { Page } from '@playwright/test';
import { product } from './product';

/** A test at the console's address. */
export const test = base.extend({
  // Read late: the address is known once the global setup has run.
  baseURL: ({}, use) => use(product().url),
  page: async ({ page }, use) => {
    ignoreNetworkChanges(page);
    await use(page);
  },
});

/** The same, with the owner signed in. */
export const ownerTest = test.extend({
  storageState: ({}, use) => use(product().signedIn),
});

/**
 * Chromium gives up what it loads whenever an interface of the machine changes, and the lab of the other worker changes them: the page is
 * opened once more then.
 */
function ignoreNetworkChanges(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (...request) => {
    try {
      return await goto(...request);
    } catch (error) {
      if (!String(error).includes('ERR_NETWORK_CHANGED')) throw error;
      return goto(...request);
    }
  };
}
