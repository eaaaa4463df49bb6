import type { Page } from '@playwright/test';

export interface Loaded {
  /** What came over the wire, as it was sent. */
  weightKB: number;
  /** Until React has taken the page over. */
  interactiveMs: number;
}

/** Loads the overview into an empty cache. */
export async function loadPage(page: Page): Promise<Loaded> {
  let bytes = 0;
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  const began = performance.now();
  await page.goto('/', { waitUntil: 'load' });
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  // React has taken a page over when its nodes carry its keys.
  await page.locator('h1').evaluate(async (heading) => {
    while (!Object.keys(heading).some((key) => key.startsWith('__react')))
      await new Promise((resolve) => setTimeout(resolve, 5));
  });
  const interactiveMs = performance.now() - began;
  await page.waitForTimeout(1_000); // what is loaded lazily belongs to the weight
  return { weightKB: bytes / 1024, interactiveMs };
}
