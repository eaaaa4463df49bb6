import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** As a person would look at it: in one of the two themes, so wide. */
export async function lookAs(page: Page, theme: 'light' | 'dark', width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
}

/** axe finds nothing on the page as it is now, and it does not scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname;
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForLoadState('load');
  await page.waitForTimeout(600);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  expect(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** The same for several pages, in both themes and both widths. */
export async function expectAllAccessible(page: Page, paths: string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    for (const theme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await lookAs(page, theme, width);
        await expectAccessible(page);
      }
  }
  await lookAs(page, 'light', 1280);
}
