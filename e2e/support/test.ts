import { test as base } from '@playwright/test';
import { product } from './product';

/** A test at the console's address. */
export const test = base.extend({
  // Read late: the address is known once the global setup has run.
  baseURL: ({}, use) => use(product().url),
});

/** The same, with the owner signed in. */
export const ownerTest = test.extend({
  storageState: ({}, use) => use(product().signedIn),
});
