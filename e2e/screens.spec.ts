import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { ownerTest as test } from './test';
import type { Page } from '@playwright/test';

const PAGES = [
  '/',
  '/servers',
  '/servers/new',
  '/operations',
  '/catalogue',
  '/catalogue/nginx/install',
  '/settings',
];

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1280, 900, 390]) {
    test(`axe finds nothing, ${theme}, ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      const operation = await anyOperation(page);
      for (const path of [...PAGES, operation]) {
        await page.goto(path);
        await expect(page.getByRole('main')).toBeVisible();
        await page.waitForLoadState('load');
        await page.waitForTimeout(600);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    });
  }
}

async function anyOperation(page: Page): Promise<string> {
  await page.goto('/operations');
  const link = page.getByRole('main').locator('a[href^="/operations/"]').first();
  await link.waitFor();
  return (await link.getAttribute('href')) ?? '/operations';
}
