import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** The shown numbers of an operation's events, oldest first; all of them. */
async function eventNumbers(page: Page): Promise<number[]> {
  const events = page.getByRole('region', { name: 'Events' });
  const earlier = events.getByRole('button', { name: /earlier$/ });
  if (await earlier.isVisible()) await earlier.click();
  const texts = await events.getByRole('listitem').allInnerTexts();
  return texts.map((text) => Number(/^\d+/.exec(text.trim())?.[0])).reverse();
}

/** Every event from the first to the last is on the page, once, in order. */
export async function expectGapless(page: Page): Promise<void> {
  const numbers = await eventNumbers(page);
  expect(numbers.length).toBeGreaterThan(0);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}
