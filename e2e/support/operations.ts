import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

export type Action = 'Install' | 'Uninstall';

/** Opens the form of an operation on the practice server, by the ways a person has. */
export async function openForm(page: Page, action: Action, title: string): Promise<void> {
  await page.goto('/servers');
  await page.getByRole('link', { name: 'practice', exact: true }).click();
  if (action === 'Uninstall') {
    const installed = page.getByRole('table', { name: 'Installed packages' });
    await installed.getByRole('link', { name: `Uninstall ${title}` }).click();
    return;
  }
  await page.getByRole('link', { name: 'Install…' }).click();
  await page.waitForURL(/\/catalog/);
  await page.getByRole('link', { name: `Install ${title}…` }).click();
}

export function submitButton(page: Page, action: Action, title: string) {
  // What is installed already is changed.
  const words = action === 'Install' ? `(Install|Change) ${title} on` : `Uninstall ${title} from`;
  return page.getByRole('main').getByRole('button', { name: new RegExp(`^${words} practice`) });
}

/** Presses the button of the form that is open; an uninstall asks first. */
export async function press(page: Page, action: Action, title: string): Promise<void> {
  const button = submitButton(page, action, title);
  try {
    await expect(button).toBeEnabled({ timeout: 60_000 });
  } catch {
    const plan = await page.getByRole('region', { name: 'Plan' }).innerText();
    throw new Error(`The button stays disabled. The plan says: ${plan}`);
  }
  await button.click();
  if (action === 'Uninstall')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Uninstall', exact: true }).click();
  await page.waitForURL(/\/operations\/[0-9a-f-]+$/);
}

/** Asks for an operation and waits until its page is there. */
export async function submit(page: Page, action: Action, title: string): Promise<void> {
  await openForm(page, action, title);
  if (await page.getByLabel('Password', { exact: true }).isVisible())
    await page.getByRole('button', { name: 'Generate' }).click();
  await press(page, action, title);
}

export const bar = (page: Page) => page.getByRole('main').getByRole('progressbar', { name: 'Progress' });

/** Waits for the end: the pill beside the title says how it ended. */
export async function ended(
  page: Page,
  how: 'Succeeded' | 'Failed' | 'Canceled' | 'Rolled back' = 'Succeeded',
): Promise<void> {
  await expect(page.getByRole('main').getByText(how, { exact: true }).first()).toBeVisible({
    timeout: 100_000,
  });
}

/** Notes every text the bar has had from now on, as a screen reader would read them. */
export async function watchBar(page: Page): Promise<() => Promise<string[]>> {
  await bar(page).waitFor();
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { barTexts: seen });
    const note = () => {
      const text = document.querySelector('main [role="progressbar"]')?.getAttribute('aria-valuetext');
      if (text && seen.at(-1) !== text) seen.push(text);
    };
    note();
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
  });
  return () => page.evaluate(() => (window as unknown as { barTexts: string[] }).barTexts);
}
