import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Session } from './session';

/** A page of the real browser that is signed in; closed after `work`. */
export async function withPage<T>(session: Session, work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ baseURL: session.url });
    const cookies = session.cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: session.url };
    });
    await context.addCookies(cookies);
    // What tsx wraps functions in, where they are sent to the page.
    await context.addInitScript('globalThis.__name = (named) => named');
    return await work(await context.newPage());
  } finally {
    await browser.close();
  }
}
