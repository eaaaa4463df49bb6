import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';

/** Set to keep the pictures of docs/walk.md; see there. */
const FOLDER = process.env.MILEPOST_WALK;

/** Keeps a picture of a step of the recorded walk. Look at it before you publish it: output may name your mirrors. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  await page.waitForTimeout(400); // what moves has come to rest
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
}
